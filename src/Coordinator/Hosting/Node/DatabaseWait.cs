using System.Diagnostics;
using Coordinator.Hosting.Http;
using Coordinator.Hosting.Options;
using Coordinator.Persistence;

namespace Coordinator.Hosting.Node;

/// <summary>
/// Waits at the start while the database is unavailable, for example after a power cut. The node reports that it waits, in its
/// output and health checks, and needs no restart.
/// </summary>
internal sealed class DatabaseWait(CoordinatorOptions options, IConfiguration configuration, TextWriter output)
{
    private const int AttemptsPerReport = 10;
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    private readonly long _start = Stopwatch.GetTimestamp();
    private StorageException? _unavailable;
    private int _attempts;

    private TimeSpan Waited => Stopwatch.GetElapsedTime(_start);

    /// <param name="use">Action that needs the database.</param>
    /// <param name="stop">Request to stop.</param>
    /// <returns>False when the node was stopped meanwhile.</returns>
    /// <exception cref="StorageException">The database cannot be used, or was unavailable for too long.</exception>
    public async Task<bool> UseAsync(Func<CancellationToken, Task> use, CancellationToken stop)
    {
        try
        {
            await TryAsync(use, stop);
            if (_unavailable is not null)
                await WaitAndUseAsync(use, stop);
            return !stop.IsCancellationRequested;
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            return false;
        }
    }

    private async Task WaitAndUseAsync(Func<CancellationToken, Task> use, CancellationToken stop)
    {
        await using var health = NodeHttp.CreateBuilder(options.Http, configuration).Build();
        health.UseNodeHttp();
        health.MapHealthWhileWaiting(() => $"starting: {_unavailable?.Message}");
        await health.StartAsync(CancellationToken.None);
        await output.WriteLineAsync($"http      {health.Urls.First()} (health/live, health/ready; administration when the database is available)");
        try
        {
            while (_unavailable is not null)
            {
                await ReportAsync();
                await Task.Delay(Pause, stop);
                await TryAsync(use, stop);
            }
        }
        finally
        {
            // Probes are short. One that is not must keep the port from nobody.
            using var limit = new CancellationTokenSource(Pause);
            await health.StopAsync(limit.Token);
        }
    }

    private async Task TryAsync(Func<CancellationToken, Task> use, CancellationToken stop)
    {
        _attempts++;
        try
        {
            await use(stop);
            _unavailable = null;
        }
        catch (StorageException failure) when (failure.IsTransient && Waited < options.Storage.PostgresTimeout)
        {
            _unavailable = failure;
        }
    }

    private async Task ReportAsync()
    {
        if (_attempts % AttemptsPerReport == 1)
            await output.WriteLineAsync($"waiting   {Waited.TotalSeconds:0} s of {options.Storage.PostgresTimeout.TotalSeconds:0} s: {_unavailable!.Message}");
    }
}

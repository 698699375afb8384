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
    /// <returns>False when the node was stopped meanwhile.</returns>
    /// <exception cref="StorageException">The database cannot be used, or was unavailable for too long.</exception>
    public async Task<bool> UseAsync(Func<CancellationToken, Task> use)
    {
        await TryAsync(use, CancellationToken.None);
        return _unavailable is null || await WaitAndUseAsync(use);
    }

    private async Task<bool> WaitAndUseAsync(Func<CancellationToken, Task> use)
    {
        await using var health = NodeHttp.CreateBuilder(options.Http, configuration).Build();
        health.UseNodeHttp();
        health.MapHealthWhileWaiting(() => $"starting: {_unavailable?.Message}");
        await health.StartAsync();
        await output.WriteLineAsync($"http      {health.Urls.First()} (health/live, health/ready; administration when the database is available)");
        var stopping = health.Lifetime.ApplicationStopping;
        try
        {
            while (_unavailable is not null)
            {
                await ReportAsync();
                await Task.Delay(Pause, stopping);
                await TryAsync(use, stopping);
            }

            return true;
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
            return false;
        }
        finally
        {
            await health.StopAsync(CancellationToken.None);
        }
    }

    private async Task TryAsync(Func<CancellationToken, Task> use, CancellationToken stopping)
    {
        _attempts++;
        try
        {
            await use(stopping);
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

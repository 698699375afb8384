using System.Diagnostics;
using Coordinator.Hosting.Http;
using Coordinator.Hosting.Options;
using Coordinator.Persistence;

namespace Coordinator.Hosting.Node;

/// <summary>
/// A node may start while its database is away: after a power cut all begin at once. It waits, says so to people and to probes, and
/// needs nobody who starts it again.
/// </summary>
internal sealed class DatabaseWait(CoordinatorOptions options, IConfiguration configuration, TextWriter output)
{
    private const int SaidEvery = 10;
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    private readonly long _start = Stopwatch.GetTimestamp();
    private StorageException? _away;
    private int _tries;

    private TimeSpan Waited => Stopwatch.GetElapsedTime(_start);

    /// <param name="use">What needs the database.</param>
    /// <returns>False when the node was told to stop meanwhile.</returns>
    /// <exception cref="StorageException">The database cannot be used, or has been away for too long.</exception>
    public async Task<bool> UseAsync(Func<CancellationToken, Task> use)
    {
        await TryAsync(use, CancellationToken.None);
        return _away is null || await UseLaterAsync(use);
    }

    private async Task<bool> UseLaterAsync(Func<CancellationToken, Task> use)
    {
        await using var probed = NodeHttp.CreateBuilder(options.Http, configuration).Build();
        probed.UseRouting();
        probed.MapHealthWhileWaiting(() => $"starting: {_away?.Message}");
        await probed.StartAsync();
        await output.WriteLineAsync($"http      {probed.Urls.First()} (health/live, health/ready; the rest when the database is there)");
        var stopping = probed.Lifetime.ApplicationStopping;
        try
        {
            while (_away is not null)
            {
                await SayAsync();
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
            await probed.StopAsync(CancellationToken.None);
        }
    }

    private async Task TryAsync(Func<CancellationToken, Task> use, CancellationToken stopping)
    {
        _tries++;
        try
        {
            await use(stopping);
            _away = null;
        }
        catch (StorageException away) when (away.MayPass && Waited < options.Storage.PostgresTimeout)
        {
            _away = away;
        }
    }

    private async Task SayAsync()
    {
        if (_tries % SaidEvery == 1)
            await output.WriteLineAsync($"waiting   {Waited.TotalSeconds:0} s of {options.Storage.PostgresTimeout.TotalSeconds:0} s: {_away!.Message}");
    }
}

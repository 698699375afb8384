using Coordinator.Testing.Crashes;

namespace Coordinator.Testing;

/// <summary>Runs a scenario without a crash, and then with one at each of some moments.</summary>
/// <param name="make">Makes the scenario of a run.</param>
/// <param name="options">Options of the coordinators.</param>
internal sealed class CrashRuns(Func<CrashScenario> make, TestCoordinatorOptions options)
{
    private Task<TestCoordinator>? _next;

    public async Task<CrashReport> RunAsync(IReadOnlyList<CrashPoint> points, CancellationToken ct)
    {
        try
        {
            if ((await RunAsync(point: null, isLast: points.Count == 0, ct)).Failure is { } failure)
                throw new InvalidOperationException($"The scenario fails without a crash: {failure.Message}", failure);
            var runs = new List<CrashRun>();
            foreach (var point in points)
            {
                var began = TimeProvider.System.GetTimestamp();
                var (isReached, failed) = await RunAsync(point, isLast: runs.Count + 1 == points.Count, ct);
                runs.Add(new CrashRun(point, isReached, failed, TimeProvider.System.GetElapsedTime(began)));
            }

            var report = new CrashReport(runs);
            return report.Failed.Any() ? throw new CrashRunsFailedException(report) : report;
        }
        finally
        {
            if (_next is { } unused)
                await (await unused).DisposeAsync();
        }
    }

    private async Task<(bool IsReached, Exception? Failure)> RunAsync(CrashPoint? point, bool isLast, CancellationToken ct)
    {
        await using var coordinator = await (_next ?? TestCoordinator.StartAsync(options, ct));
        // The next one starts meanwhile.
        _next = isLast ? null : TestCoordinator.StartAsync(options, ct);
        await using var scenario = make();
        var isReached = false;
        try
        {
            isReached = await RunToCrashAsync(coordinator, scenario, point, ct);
            if (isReached)
                await VerifyAgainAsync(coordinator, scenario, ct);
            return (isReached, null);
        }
        catch (OperationCanceledException) when (ct.IsCancellationRequested)
        {
            throw;
        }
#pragma warning disable CA1031 // Any exception of the scenario is the result of the run.
        catch (Exception failure)
#pragma warning restore CA1031
        {
            return (isReached, failure);
        }
    }

    /// <summary>Runs the scenario until a service dies. Returns false when none does, and the invariant is verified.</summary>
    private static async Task<bool> RunToCrashAsync(TestCoordinator coordinator, CrashScenario scenario, CrashPoint? point, CancellationToken ct)
    {
        await using (await StartAsync(coordinator, scenario, ct))
        {
            coordinator.Crashes.Arm(point);
            var crashed = coordinator.Crashes.Crashed;
            await ActAsync(scenario, crashed, ct);
            if (await IsQuietAsync(coordinator, crashed, ct))
            {
                coordinator.Crashes.Arm(null);
                await scenario.VerifyAsync(coordinator, ct);
                return false;
            }

            // The other services end in the same moment, as on a machine that loses its power.
            coordinator.Crashes.CutAll();
            return true;
        }
    }

    /// <summary>Waits until the coordinator is quiet, or a service has died, which returns false.</summary>
    private static async Task<bool> IsQuietAsync(TestCoordinator coordinator, Task crashed, CancellationToken ct)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(ct);
        var quiet = coordinator.WaitUntilQuietAsync(ct: stop.Token);
        if (await Task.WhenAny(quiet, crashed) == quiet && !crashed.IsCompleted)
        {
            await quiet;
            return true;
        }

        await stop.CancelAsync();
        await quiet.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        return false;
    }

    private static async Task<IAsyncDisposable> StartAsync(TestCoordinator coordinator, CrashScenario scenario, CancellationToken ct)
    {
        var services = await scenario.StartAsync(coordinator, ct);
        await coordinator.WaitUntilConnectedAsync(ct);
        return services;
    }

    private static async Task ActAsync(CrashScenario scenario, Task crashed, CancellationToken ct)
    {
        try
        {
            await scenario.ActAsync(ct);
        }
#pragma warning disable CA1031 // A service that dies in it ends its caller's call in any way.
        catch (Exception) when (crashed.IsCompleted)
#pragma warning restore CA1031
        {
            // The caller has died as well, or repeats the operation when it verifies the invariant.
        }
    }

    private async Task VerifyAgainAsync(TestCoordinator coordinator, CrashScenario scenario, CancellationToken ct)
    {
        await using (await StartAsync(coordinator, scenario, ct))
        {
            // What the dead service left open is checked now.
            await coordinator.AdvanceAsync(options.TransactionTimeout, ct);
            await coordinator.WaitUntilQuietAsync(ct: ct);
            await scenario.VerifyAsync(coordinator, ct);
        }
    }
}

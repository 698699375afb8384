using Coordinator.Testing.Crashes;
using Xunit.Abstractions;

namespace Coordinator.Testing.Tests;

public sealed class EveryCrashPointSpec(ITestOutputHelper output)
{
    [Fact]
    public async Task Fence_and_inbox_survive_every_crash()
    {
        var report = await TestCoordinator.EveryCrashPointAsync(() => new SafePayment());

        output.WriteLine(report.ToString());
        Assert.Equal((CrashPoint.All.Count, CrashPoint.All.Count, CrashPoint.All.Count), (report.Defined, report.Reached, report.Survived));
        Assert.StartsWith($"points defined {report.Defined}, reached {report.Reached}, survived {report.Survived}", report.ToString(), StringComparison.Ordinal);
    }

    /// <summary>The service publishes after its local commit, as many do. The test of a scenario must be able to fail.</summary>
    [Fact]
    public async Task Service_that_publishes_after_its_local_commit_does_not_survive()
    {
        var failed = await Assert.ThrowsAsync<CrashRunsFailedException>(() => TestCoordinator.EveryCrashPointAsync(
            () => new UnsafePayment(), points: [CrashPoint.BeforePrepare, CrashPoint.AfterPrepare, CrashPoint.AfterFence, CrashPoint.AfterConfirmed]));

        Assert.Equal([CrashPoint.BeforePrepare, CrashPoint.AfterPrepare], failed.Report!.Failed.Select(run => run.Point));
        Assert.Equal([true, true, false, true], failed.Report.Runs.Select(run => run.IsReached));
        Assert.Contains("does not survive a crash at BeforePrepare, AfterPrepare", failed.Message, StringComparison.Ordinal);
        Assert.Contains("points defined 4, reached 3, survived 1", failed.Message, StringComparison.Ordinal);
    }

    /// <summary>Handlers without an inbox have their effect twice.</summary>
    [Fact]
    public async Task Handler_without_an_inbox_does_not_survive_a_crash_before_its_acknowledgement()
    {
        var failed = await Assert.ThrowsAsync<CrashRunsFailedException>(() => TestCoordinator.EveryCrashPointAsync(
            () => new SafePayment { HasInbox = false }, points: [CrashPoint.BeforeHandler, CrashPoint.BeforeAcknowledge]));

        Assert.Equal([CrashPoint.BeforeAcknowledge], failed.Report!.Failed.Select(run => run.Point));
    }

    [Fact]
    public async Task Scenario_that_fails_without_a_crash_says_so()
    {
        var failed = await Assert.ThrowsAsync<InvalidOperationException>(() =>
            TestCoordinator.EveryCrashPointAsync(() => new SafePayment { Expected = 2 }, points: [CrashPoint.BeforePrepare]));

        Assert.Contains("fails without a crash", failed.Message, StringComparison.Ordinal);
    }
}

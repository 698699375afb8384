using Coordinator.Bench.Databases;
using Coordinator.Bench.Floors;
using Coordinator.Bench.Measuring;
using Coordinator.Bench.Pauses;
using Coordinator.Bench.Processes;
using Coordinator.Bench.Reporting;

namespace Coordinator.Bench.Running;

/// <summary>One measurement: a coordinator on a database, and its participants in a directory of their own.</summary>
internal sealed class Run(RunPlan plan, IBenchDatabase database, string data, string directory, ProgressLine progress)
{
    // A timer may fire early by less than this.
    private static readonly TimeSpan Tick = TimeSpan.FromMilliseconds(1);

    /// <summary>Gets the measured window.</summary>
    public Window Window { get; private set; }

    /// <summary>Gets the stops of the machine from before the window until all messages were handled.</summary>
    public MachineStops Stops { get; private set; } = MachineStops.None;

    /// <summary>Gets the latency samples within the window.</summary>
    public RunSamples Samples { get; } = new(directory, plan);

    /// <summary>On an empty database; then the floor of the same rows, if the plan says so.</summary>
    public static async Task<RunFigures> MeasureAsync(BenchSession bench, RunPlan plan, CancellationToken ct)
    {
        bench.Progress.Title = plan.Title;
        var directory = bench.NewDirectory();
        await using var database = await bench.CreateDatabaseAsync(plan.Storage, directory, ct);
        var figures = await new Run(plan, database, directory, directory, bench.Progress).LoadAsync(ct);
        if (!plan.Floor || figures.Transactions == 0)
            return figures;
        bench.Progress.Say("the floor");
        return figures with { Floor = await FloorLoad.MeasureAsync(database, plan.InFlight, plan.Length / 2, directory, ct) };
    }

    /// <summary>
    /// Starts the coordinator and the participants, measures under load, waits for open work and stops everything.
    /// </summary>
    public async Task<RunFigures> LoadAsync(CancellationToken ct)
    {
        progress.Say("starting");
        await using var coordinator = await MeasuredCoordinator.StartAsync(
            plan.Coordinator, data, [.. database.CoordinatorOptions, plan.TopicOption], ct);
        return await LoadAsync(coordinator, ct);
    }

    /// <summary>The same with a coordinator that runs already.</summary>
    public async Task<RunFigures> LoadAsync(MeasuredCoordinator coordinator, CancellationToken ct)
    {
        await using var probe = await PauseProbe.StartAsync(directory, ct);
        await using var participants = new RunParticipants();
        await participants.StartAsync(plan, coordinator.ContactPoint, directory, ct);

        var window = Window = Window.After(plan.WarmUp, plan.Length);
        await participants.GoAsync(window);
        await WatchAsync("warming up", participants, window.From, ct);
        var before = await Usage.NowAsync(coordinator, participants, database, ct);
        await WatchAsync("measuring", participants, window.Until, ct);
        var after = await Usage.NowAsync(coordinator, participants, database, ct);

        progress.Say("draining");
        var produced = await participants.ProducedAsync(ct);
        var audit = new Audit(directory, plan);
        var consumed = await participants.ConsumedAsync(audit.Expected, ct);
        // Not earlier: a message that was sent within the window may be handled after it.
        var probed = await probe.FinishAsync(ct);
        Stops = probed.MachineStops;
        return RunFigures.Of(plan, window, produced, consumed) with
        {
            Stops = StopFigures.Of(probed, window, TimeProvider.System),
            WithoutStops = Samples.Without(Stops, consumed.Sum(figures => figures.EndToEnd.Count)),
            Missing = audit.Missing(),
            Invented = audit.Invented(),
            Costs = Costs.Of(
                produced.Sum(figures => figures.DoneInWindow),
                after.Since(before),
                coordinator.Counters.Between(before.At, after.At)),
            PeakMemory = ProcessUsage.PeakMemory(coordinator.Pid),
        };
    }

    private async Task WatchAsync(string phase, RunParticipants participants, long end, CancellationToken ct)
    {
        var (done, handled) = (participants.Done, participants.Handled);
        while (Window.TimeTo(end) is var left && left > TimeSpan.Zero)
        {
            if (left < progress.Interval)
            {
                await Task.Delay(left + Tick, ct);
                return;
            }

            await Task.Delay(progress.Interval, ct);
            var seconds = progress.Interval.TotalSeconds;
            progress.Say($"{phase}: {(participants.Done - done) / seconds:N0} transactions/s"
                + $", {(participants.Handled - handled) / seconds:N0} deliveries/s"
                + (participants.Failed > 0 ? $", {participants.Failed:N0} failed" : ""));
            (done, handled) = (participants.Done, participants.Handled);
        }
    }
}

using System.Globalization;
using Coordinator.Bench.Databases;
using Coordinator.Bench.Floors;
using Coordinator.Bench.Load;
using Coordinator.Bench.Measuring;
using Coordinator.Bench.Processes;
using Coordinator.Bench.Reporting;

namespace Coordinator.Bench.Running;

/// <summary>Does one measurement, on an empty database, with fresh processes.</summary>
internal sealed class Run(RunPlan plan, Storage storage, string directory, ProgressLine progress)
{
    private static readonly TimeSpan FloorWarmUp = TimeSpan.FromSeconds(1);

    // A timer may be early by less than this.
    private static readonly TimeSpan Tick = TimeSpan.FromMilliseconds(1);

    public async Task<RunFigures> MeasureAsync(CancellationToken ct)
    {
        progress.Title = plan.Title;
        await using var database = await storage.CreateDatabaseAsync(directory, ct);
        var figures = await LoadAsync(database, ct);
        if (!plan.Floor || figures.Transactions == 0)
            return figures;
        progress.Say("the floor");
        return figures with { Floor = await FloorAsync(database, ct) };
    }

    private async Task<RunFigures> LoadAsync(IBenchDatabase database, CancellationToken ct)
    {
        progress.Say("starting");
        string[] topics = ["--topics.queuesPerTopic", plan.Queues.ToString(CultureInfo.InvariantCulture)];
        await using var coordinator = await CoordinatorServer.StartAsync(
            plan.Coordinator, directory, [.. topics, .. database.CoordinatorArguments], ct);
        await using var cast = new Cast();
        await cast.StartAsync(plan, coordinator.ContactPoint, directory, ct);

        var window = Window.After(plan.WarmUp, plan.Length);
        await cast.GoAsync(window);
        await WatchAsync("warming up", cast, window.From, ct);
        var before = await Usage.NowAsync(coordinator, cast, database, ct);
        await WatchAsync("measuring", cast, window.Until, ct);
        var after = await Usage.NowAsync(coordinator, cast, database, ct);

        progress.Say("draining");
        var produced = await cast.ProducedAsync(ct);
        var audit = new Audit(directory, plan);
        var consumed = await cast.ConsumedAsync(audit.Expected, ct);
        return RunFigures.Of(plan, window, produced, consumed) with
        {
            Missing = audit.Missing(),
            Invented = audit.Invented(),
            Costs = Costs.Of(
                produced.Sum(figures => figures.DoneInWindow),
                after.Since(before),
                coordinator.Counters.Between(before.At, after.At)),
            PeakMemory = ProcessUsage.PeakMemory(coordinator.Pid),
        };
    }

    private async Task WatchAsync(string phase, Cast cast, long end, CancellationToken ct)
    {
        var (done, handled) = (cast.Done, cast.Handled);
        while (Window.TimeTo(end) is var left && left > TimeSpan.Zero)
        {
            if (left < progress.Interval)
            {
                await Task.Delay(left + Tick, ct);
                return;
            }

            await Task.Delay(progress.Interval, ct);
            var seconds = progress.Interval.TotalSeconds;
            progress.Say($"{phase}: {(cast.Done - done) / seconds:N0} transactions/s"
                + $", {(cast.Handled - handled) / seconds:N0} deliveries/s"
                + (cast.Failed > 0 ? $", {cast.Failed:N0} failed" : ""));
            (done, handled) = (cast.Done, cast.Handled);
        }
    }

    private async Task<FloorFigures> FloorAsync(IBenchDatabase database, CancellationToken ct)
    {
        await using var store = await database.OpenFloorAsync(await database.ShapeAsync(ct), ct);
        return await new FloorLoad(store, plan.InFlight, Window.After(FloorWarmUp, plan.Length / 2)).RunAsync(ct);
    }
}

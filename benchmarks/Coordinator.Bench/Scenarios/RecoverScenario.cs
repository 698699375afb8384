using System.Collections.Concurrent;
using System.CommandLine;
using System.Diagnostics;
using Coordinator.Bench.Databases;
using Coordinator.Bench.Load;
using Coordinator.Bench.Measuring;
using Coordinator.Bench.Processes;
using Coordinator.Bench.Running;
using Coordinator.Bench.Targets;
using Coordinator.Harness.Waiting;

namespace Coordinator.Bench.Scenarios;

/// <summary><c>recover</c>: all nodes of a cluster are killed with many open transactions, and restarted.</summary>
internal sealed class RecoverScenario(RecoverPlan plan) : IScenario
{
    private const int PreparesInFlight = 256;

    // Assume a rate that is lower than that of any machine on which the figures are measured.
    private const double PreparesPerSecond = 700;

    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan Closing = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan ClosingInterval = TimeSpan.FromMilliseconds(500);

    public string Name => $"{plan.Count:N0} open, {plan.Nodes} nodes killed, {string.Join(" ", plan.Settings)}";

    /// <summary>Computes a lead that is long enough to prepare the given number of transactions.</summary>
    public static TimeSpan LeadFor(int count) => TimeSpan.FromSeconds(15 + (count / PreparesPerSecond));

    public static Command Build()
    {
        var count = SharedOptions.Count("--count", "Open transactions", 100_000);
        var nodes = SharedOptions.Count("--nodes", "Nodes of the coordinator", 3);
        var lead = new Option<double?>("--lead") { Description = "Seconds from the first Prepare until all fall due. Default: depends on their count" };
        return ScenarioCommand.Build(
            "recover",
            "Prepares many transactions, kills all nodes of a cluster, and restarts them when all are due. Measures "
            + "the time until the first is checked, until all are, and until everything committed is handled. Runs on PostgreSQL",
            [count, nodes, lead],
            (parsed, shared) => new RecoverScenario(new RecoverPlan(
                parsed.GetValue(nodes),
                parsed.GetValue(count),
                parsed.GetValue(lead) is { } seconds ? TimeSpan.FromSeconds(seconds) : LeadFor(parsed.GetValue(count)),
                shared.Set(parsed))),
            withStorage: false);
    }

    public async Task<ScenarioResult> MeasureAsync(BenchSession bench, CancellationToken ct)
    {
        bench.Progress.Title = $"{plan.Count:N0} open, {plan.Nodes} nodes";
        bench.Progress.Say("starting");
        var directory = bench.NewDirectory();
        await using var journal = await bench.CreateDatabaseAsync(StorageKind.Postgres, directory, ct);
        await using var cluster = await CoordinatorCluster.StartAsync(
            plan.Nodes, CoordinatorSettings.Of(plan.Settings), directory, journal.CoordinatorOptions, ct);
        var launcher = new ParticipantLauncher(cluster.ContactPoint, directory);
        await using var consumer = launcher.Consumer(new ConsumerPlan(ConsumerPlan.GroupName(0)));
        await using var producer = launcher.Hanging(
            new HangingPlan(0, plan.Count, PreparesInFlight, TimeSpan.Zero, RecoverPlan.RollbackEvery));
        await Task.WhenAll(consumer.Ready, producer.Ready).WaitAsync(ct);
        var due = Window.After(plan.Lead, Patience);
        await Task.WhenAll(consumer.GoAsync(due), producer.GoAsync(due));
        await Preparing.AllAsync(bench, producer, plan.Count, due, ct);
        await cluster.KillAsync();
        bench.Progress.Say("all nodes are killed; waiting until all are due");
        await Task.Delay(Max(Window.TimeTo(due.From), TimeSpan.Zero), ct);
        var figures = await RecoverAsync(bench, cluster, journal, launcher, producer, consumer, ct);
        return new ScenarioResult([Verdict(figures)], figures.IsSound, new { figures, settings = plan.Settings });
    }

    private async Task<RecoverFigures> RecoverAsync(
        BenchSession bench, CoordinatorCluster cluster, IBenchDatabase journal, ParticipantLauncher launcher, Participant producer, Participant consumer, CancellationToken ct)
    {
        var before = await journal.UsageAsync(coordinator: 0, ct);
        var start = Stopwatch.GetTimestamp();
        var ready = new ConcurrentQueue<double>();
        await cluster.StartAgainAsync(() => ready.Enqueue(Seconds(start, Stopwatch.GetTimestamp())), ct);
        var handled = await Eventually.ElapsedAsync(() => consumer.Latest.Done >= plan.Committed, Patience, ct,
            () => bench.Progress.LogThrottled($"{producer.Latest.Checked:N0} are checked, {consumer.Latest.Done:N0} are handled"));
        double? lastHandled = handled is null ? null : Seconds(start, consumer.Latest.At);
        var open = await ClosedAsync(journal, ct);
        var database = (await journal.UsageAsync(coordinator: 0, ct)).Since(before);
        await Task.WhenAll(producer.FinishAsync(), consumer.FinishAsync());
        var checks = (await producer.Result.WaitAsync(ct)).Checks!;
        var consumed = (await consumer.Result.WaitAsync(ct)).Consumer!;
        var committed = SequenceSet.Load(ProducerProcess.CommittedFile(launcher.Directory, 0));
        var seen = SequenceSet.Load(ConsumerProcess.SeenFile(launcher.Directory, ConsumerPlan.GroupName(0), 0));
        return new RecoverFigures
        {
            Count = plan.Count,
            Nodes = plan.Nodes,
            Ready = [.. ready],
            FirstCheck = Seconds(start, checks.First),
            LastCheck = Seconds(start, checks.Last),
            LastHandled = lastHandled,
            Checks = checks,
            Missing = committed.CountWithout(seen),
            Undue = seen.CountWithout(committed),
            Duplicates = consumed.Duplicates,
            StillOpen = open,
            PeakMemory = [.. cluster.Nodes.Select(node => ProcessUsage.PeakMemory(node.Pid))],
            Cpu = [.. cluster.Nodes.Select(node => ProcessUsage.Cpu(node.Pid))],
            Database = database,
        };
    }

    /// <summary>
    /// Counts the transactions that are still open. The scenario does not wait until the journal marks a transaction as in all
    /// queues.
    /// </summary>
    private static async Task<long> ClosedAsync(IBenchDatabase journal, CancellationToken ct)
    {
        var watch = Stopwatch.StartNew();
        var open = await journal.OpenTransactionsAsync(ct);
        while (open > 0 && watch.Elapsed < Closing)
        {
            await Task.Delay(ClosingInterval, ct);
            open = await journal.OpenTransactionsAsync(ct);
        }

        return open;
    }

    private static Verdict Verdict(RecoverFigures found) => new(
        $"{found.Count:N0} open transactions, all {found.Nodes} nodes killed and started again", "every one is found, decided and handled",
        $"first check after {Figure.Seconds(found.FirstCheck)}, all after {Figure.Seconds(found.LastCheck)}, all handled after "
        + $"{Figure.Seconds(found.LastHandled)} (nodes ready after {string.Join(", ", found.Ready.Select(seconds => Figure.Seconds(seconds)))}; "
        + $"at most {found.PeakMemory.Max() >> 20} MB a node; {found.Database.Statements:N0} statements, "
        + $"{found.Database.Cpu?.TotalSeconds:N1} s of the database's CPU); {found.StillOpen} open, {found.Missing} missing, {found.Undue} undue, "
        + $"{found.Duplicates} duplicates",
        found.IsSound);

    private static TimeSpan Max(TimeSpan one, TimeSpan other) => one > other ? one : other;

    private static double Seconds(long from, long to) => Stopwatch.GetElapsedTime(from, to).TotalSeconds;
}

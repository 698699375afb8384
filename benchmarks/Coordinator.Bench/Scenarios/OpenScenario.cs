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

/// <summary><c>open</c>: many transactions wait, then the coordinator crashes.</summary>
internal sealed class OpenScenario(OpenPlan plan) : IScenario
{
    private const double MostBytes = 2 * 1024;
    private const double MostSeconds = 10;
    private const int WarmUpCount = 2_000;

    private static readonly TimeSpan Due = TimeSpan.FromHours(2);
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(5);

    public string Name => $"{plan.Count:N0} open, {plan.Storage}, {string.Join(" ", [.. OpenPlan.Standard, .. plan.Set])}";

    public static Command Build()
    {
        var count = SharedOptions.Count("--count", "Open transactions", 100_000);
        var inFlight = SharedOptions.Count("--in-flight", "Transactions that are prepared at the same time", 256);
        var settle = SharedOptions.Seconds("--settle", "Seconds without load before memory is measured", 20);
        return ScenarioCommand.Build(
            "open",
            "Prepares many transactions and leaves them open. Measures the coordinator's memory for each, and the time after a "
            + "SIGKILL until every one is found again",
            [count, inFlight, settle],
            (parsed, shared) => new OpenScenario(new OpenPlan(
                parsed.GetValue(shared.Storage),
                parsed.GetValue(count),
                parsed.GetValue(inFlight),
                TimeSpan.FromSeconds(parsed.GetValue(settle)),
                shared.Set(parsed))));
    }

    public async Task<ScenarioResult> MeasureAsync(BenchSession bench, CancellationToken ct)
    {
        bench.Progress.Title = $"{plan.Count:N0} open";
        var directory = bench.NewDirectory();
        await using var journal = await bench.CreateDatabaseAsync(plan.Storage, directory, ct);
        var filled = await FillAsync(bench, journal, directory, ct);
        bench.Progress.Say("restarting");
        var (ready, found) = await FindAsync(bench, journal, directory, ct);
        var figures = filled with { ReadyAfterSeconds = ready, FoundAfterSeconds = found };
        return new ScenarioResult(Verdicts(figures), figures.FoundAfterSeconds is not null, figures);
    }

    private async Task<OpenFigures> FillAsync(BenchSession bench, IBenchDatabase journal, string directory, CancellationToken ct)
    {
        await using var coordinator = await StartAsync(journal, directory, ct);
        var launcher = new ParticipantLauncher(coordinator.ContactPoint, directory);
        // The first of everything costs memory that is not theirs.
        await PrepareAsync(bench, launcher, new HangingPlan(0, WarmUpCount, plan.InFlight, TimeSpan.Zero), ct);
        var (heapBefore, residentBefore) = await IdleMemoryAsync(bench, coordinator, ct);
        await PrepareAsync(bench, launcher, new HangingPlan(1, plan.Count, plan.InFlight, TimeSpan.Zero), ct);
        var (heapAfter, residentAfter) = await IdleMemoryAsync(bench, coordinator, ct);
        await coordinator.KillAsync();
        return new OpenFigures
        {
            Count = plan.Count,
            HeapBefore = heapBefore,
            HeapAfter = heapAfter,
            ResidentBefore = residentBefore,
            ResidentAfter = residentAfter,
            ReadyAfterSeconds = 0,
            FoundAfterSeconds = null,
        };
    }

    private static async Task PrepareAsync(BenchSession bench, ParticipantLauncher launcher, HangingPlan hanging, CancellationToken ct)
    {
        await using var producer = launcher.Hanging(hanging);
        await producer.Ready.WaitAsync(ct);
        await producer.GoAsync(Window.After(Due, Due));
        var before = 0L;
        while (producer.Latest.Done < hanging.Count)
        {
            await Eventually.ElapsedAsync(() => producer.Latest.Done > before || producer.Result.IsCompleted, Patience, ct);
            if (producer.Result.IsCompleted || producer.Latest.Done == before)
                throw new BenchFailedException($"Only {before:N0} of {hanging.Count:N0} transactions could be prepared.");
            before = producer.Latest.Done;
            bench.Progress.LogThrottled($"{before:N0} are prepared");
        }
    }

    private async Task<(long Heap, long Resident)> IdleMemoryAsync(BenchSession bench, MeasuredCoordinator coordinator, CancellationToken ct)
    {
        bench.Progress.Say("waiting until the coordinator is idle");
        await Task.Delay(plan.Settle, ct);
        return (await coordinator.Counters.HeapInUseAsync(ct), ProcessUsage.Memory(coordinator.Pid));
    }

    private async Task<(double Ready, double? Found)> FindAsync(
        BenchSession bench, IBenchDatabase journal, string directory, CancellationToken ct)
    {
        var start = Stopwatch.GetTimestamp();
        await using var coordinator = await StartAsync(journal, directory, ct);
        var ready = Stopwatch.GetElapsedTime(start);
        var all = plan.Count + WarmUpCount;
        var found = await Eventually.ElapsedAsync(() => coordinator.Counters.Total("coordinator.sweep.open") >= all, Patience, ct,
            () => bench.Progress.LogThrottled($"{coordinator.Counters.Total("coordinator.sweep.woken"):N0} are found"));
        return (ready.TotalSeconds, (ready + found)?.TotalSeconds);
    }

    private Task<MeasuredCoordinator> StartAsync(IBenchDatabase journal, string directory, CancellationToken ct) =>
        MeasuredCoordinator.StartAsync(
            CoordinatorSettings.Of([.. OpenPlan.Standard, .. plan.Set]), directory, journal.CoordinatorOptions, ct);

    private static Verdict[] Verdicts(OpenFigures open) =>
    [
        new($"{open.Count:N0} open transactions: memory of each when idle", "≤ 2 kB",
            $"{Figure.Number(open.BytesEach)} B (heap in use; resident {open.ResidentBefore >> 20} MB before, "
            + $"{open.ResidentAfter >> 20} MB after)",
            open.BytesEach <= MostBytes),
        new($"{open.Count:N0} open transactions: found again after a restart", "≤ 10 s",
            $"{Figure.Seconds(open.FoundAfterSeconds)} (ready after {Figure.Seconds(open.ReadyAfterSeconds)})",
            open.FoundAfterSeconds <= MostSeconds),
    ];
}

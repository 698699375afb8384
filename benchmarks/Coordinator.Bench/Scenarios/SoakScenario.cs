using System.CommandLine;
using Coordinator.Bench.Databases;
using Coordinator.Bench.Measuring;
using Coordinator.Bench.Pauses;
using Coordinator.Bench.Processes;
using Coordinator.Bench.Reporting;
using Coordinator.Bench.Running;
using Coordinator.Bench.Targets;

namespace Coordinator.Bench.Scenarios;

/// <summary><c>soak</c>: a long open loop that shows latency and memory over time.</summary>
internal sealed class SoakScenario(SoakPlan plan) : IScenario
{
    private const double MostMs = 30;

    // Compare the memory of the last third with that of the middle one: in the first, the process still grows to its working
    // set.
    private const double MostGrowth = 1.1;

    public string Name => $"soak, {plan.Load.Title}";

    public static Command Build()
    {
        var rate = SharedOptions.Count("--rate", "Transactions a second, whatever the coordinator does", 2_000);
        var minutes = SharedOptions.Seconds("--minutes", "Measured time in minutes", 10);
        var warmUp = SharedOptions.Seconds("--warm-up", "Seconds of the same load before the measured time", 60);
        var retention = SharedOptions.Seconds(
            "--retention", "Seconds after which everything finished is deleted. Then the database must not grow. 0: nothing is deleted", 0);
        var groups = SharedOptions.Count("--groups", "Consumer groups, each of which handles every message", 1);
        var inFlight = SharedOptions.Count("--in-flight", "Most transactions under way at once. Others start late, which is latency", 1_024);
        return ScenarioCommand.Build(
            "soak",
            "Runs a long open loop and measures end-to-end latency, the coordinator's memory and its database, part by part",
            [rate, minutes, warmUp, retention, groups, inFlight],
            (parsed, shared) => new SoakScenario(new SoakPlan(new RunPlan
            {
                Groups = parsed.GetValue(groups),
                Storage = parsed.GetValue(shared.Storage),
                InFlight = parsed.GetValue(inFlight),
                Size = 128,
                Rate = parsed.GetValue(rate),
                WarmUp = TimeSpan.FromSeconds(parsed.GetValue(warmUp)),
                Length = TimeSpan.FromMinutes(parsed.GetValue(minutes)),
                Coordinator = CoordinatorSettings.Of(shared.Set(parsed)),
            }, parsed.GetValue(retention) is > 0 and var seconds ? TimeSpan.FromSeconds(seconds) : null)));
    }

    public async Task<ScenarioResult> MeasureAsync(BenchSession bench, CancellationToken ct)
    {
        bench.Progress.Title = plan.Load.Title;
        var directory = bench.NewDirectory();
        await using var database = await bench.CreateDatabaseAsync(plan.Load.Storage, directory, ct);
        await using var coordinator = await MeasuredCoordinator.StartAsync(
            plan.Load.Coordinator, directory, [.. database.CoordinatorOptions, .. plan.Options, plan.Load.TopicOption], ct);
        var (memory, size) = (new MemorySamples(coordinator.Pid), new SizeSamples(database));
        using var over = CancellationTokenSource.CreateLinkedTokenSource(ct);
        var sampling = Task.WhenAll(memory.SampleAsync(over.Token), plan.Retention is null ? Task.CompletedTask : size.SampleAsync(over.Token));
        var run = new Run(plan.Load, database, directory, directory, bench.Progress);
        var figures = await run.LoadAsync(coordinator, ct);
        await over.CancelAsync();
        await sampling;
        return Result(figures, run, memory, size);
    }

    private ScenarioResult Result(RunFigures figures, Run run, MemorySamples memory, SizeSamples size)
    {
        var window = run.Window;
        var third = (window.Until - window.From) / 3;
        var middle = memory.Between(window.From + third, window.Until - third);
        var last = memory.Between(window.Until - third, window.Until);
        var growth = middle == 0 ? 0 : (double)last / middle;
        // An overloaded open loop shows in its latency and in the number of finished transactions.
        var verdict = new Verdict(
            $"open loop at {Figure.Rate(plan.Load.Rate ?? 0)}, {Figure.Number(plan.Load.Length.TotalMinutes)} min",
            "p99 end to end ≤ 30 ms, flat memory",
            $"{Figure.Rate(figures.DeliveriesPerSecond)}, p50 {Figure.Ms(figures.EndToEnd.P50)}, p99 "
            + $"{Figure.Ms(figures.EndToEnd.P99)}{Figure.WithoutStops(figures)}; memory of the last third "
            + $"{Figure.Number(growth)} of the middle one ({last >> 20} MB)",
            figures.EndToEnd.P99 <= MostMs && growth <= MostGrowth);
        var slices = Slices(run, memory, size);
        Verdict[] verdicts = plan.Retention is { } retention ? [verdict, Bounded(retention, window, size)] : [verdict];
        return new ScenarioResult(verdicts, figures.IsSound, new { figures, slices }) { Table = SoakSlice.Table(slices) };
    }

    /// <summary>Judges whether the database has stopped growing. In the first third it fills up to the retention.</summary>
    private static Verdict Bounded(TimeSpan retention, Window window, SizeSamples size)
    {
        var third = (window.Until - window.From) / 3;
        var middle = size.Between(window.From + third, window.Until - third);
        var last = size.Between(window.Until - third, window.Until);
        var (rows, bytes) = ((double)last.Rows / middle.Rows, (double)last.Bytes / middle.Bytes);
        return new Verdict(
            $"retention of {Figure.Number(retention.TotalSeconds)} s",
            "rows and bytes of the last third ≤ 1.1 of the middle one",
            $"rows {Figure.Number(rows)} ({last.Rows:N0}), bytes {Figure.Number(bytes)} ({last.Bytes >> 20} MB)",
            rows <= MostGrowth && bytes <= MostGrowth);
    }

    private SoakSlice[] Slices(Run run, MemorySamples memory, SizeSamples size)
    {
        var window = run.Window;
        var length = (window.Until - window.From) / plan.Slices;
        // Assign a sample by its end: a message counts where it was handled. Messages handled after the window are in no part.
        var samples = run.Samples.EndToEnd.ToLookup(sample => (sample.Until - window.From) / length);
        return [.. Enumerable.Range(0, plan.Slices).Select(Slice)];

        SoakSlice Slice(int number)
        {
            var part = new Window(window.From + (number * length), window.From + ((number + 1) * length));
            var all = Latencies.Of(MachineStops.None.Without(samples[number]));
            return new SoakSlice(
                Math.Round((double)(part.From - window.From) / Window.TicksOf(TimeSpan.FromSeconds(1)), 1),
                samples[number].Count(), all.P50, all.P99, memory.Between(part.From, part.Until))
            {
                Size = size.Between(part.From, part.Until),
                P99WithoutStops = Latencies.Of(run.Stops.Without(samples[number])).P99,
                LongestStop = run.Stops.Within(part).Longest is { } longest ? MachineStops.Length(longest).TotalMilliseconds : 0,
            };
        }
    }
}

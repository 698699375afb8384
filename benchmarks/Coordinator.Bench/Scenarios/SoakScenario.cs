using Coordinator.Bench.Measuring;
using Coordinator.Bench.Pauses;
using Coordinator.Bench.Processes;
using Coordinator.Bench.Reporting;
using Coordinator.Bench.Running;
using Coordinator.Bench.Soaking;
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

    public async Task<ScenarioResult> MeasureAsync(BenchSession bench, CancellationToken ct)
    {
        bench.Progress.Title = plan.Load.Title;
        var directory = bench.NewDirectory();
        await using var database = await bench.CreateDatabaseAsync(plan.Load.Storage, directory, ct);
        await using var coordinator = await MeasuredCoordinator.StartAsync(
            plan.Load.Coordinator, directory, [.. database.CoordinatorOptions, plan.Load.TopicOption], ct);
        var memory = new MemorySamples(() => [coordinator.Pid]);
        using var over = CancellationTokenSource.CreateLinkedTokenSource(ct);
        var sampling = memory.SampleAsync(over.Token);
        var run = new Run(plan.Load, database, directory, directory, bench.Progress);
        var figures = await run.LoadAsync(coordinator, ct);
        await over.CancelAsync();
        await sampling;
        return Result(figures, run, memory);
    }

    private ScenarioResult Result(RunFigures figures, Run run, MemorySamples memory)
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
        var slices = Slices(run, memory);
        return new ScenarioResult([verdict], figures.IsSound, new { figures, slices }) { Table = SoakSlice.Table(slices) };
    }

    private SoakSlice[] Slices(Run run, MemorySamples memory)
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
                P99WithoutStops = Latencies.Of(run.Stops.Without(samples[number])).P99,
                LongestStop = run.Stops.Within(part).Longest is { } longest ? MachineStops.Length(longest).TotalMilliseconds : 0,
            };
        }
    }
}

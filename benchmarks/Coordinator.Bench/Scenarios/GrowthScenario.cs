using System.CommandLine;
using Coordinator.Bench.Databases;
using Coordinator.Bench.Filling;
using Coordinator.Bench.Processes;
using Coordinator.Bench.Reporting;
using Coordinator.Bench.Running;
using Coordinator.Bench.Targets;

namespace Coordinator.Bench.Scenarios;

/// <summary><c>growth</c>: the same load on an empty journal and on a full one, in turn.</summary>
internal sealed class GrowthScenario(GrowthPlan plan) : IScenario
{
    private const double LeastRatio = 0.9;
    private const int FillProducer = 0xF00;
    private const int SampleProducer = 0xE00;

    private static readonly TimeSpan Sample = TimeSpan.FromSeconds(3);

    public string Name => $"growth to {plan.Rows:N0} rows, {plan.Load.Title}, {string.Join(" ", plan.Settings)}";

    public static Command Build()
    {
        var rows = SharedOptions.Count("--rows", "Rows that the journal holds already", 10_000_000);
        var inFlight = SharedOptions.Count("--in-flight", "Transactions under way at the same time", 256);
        var rounds = SharedOptions.Count("--rounds", "Measurements of the empty and the full journal each, in turn", 2);
        var seconds = SharedOptions.Seconds("--seconds", "Measured time in seconds", 20);
        var warmUp = SharedOptions.Seconds("--warm-up", "Seconds of the same load before the measured time", 60);
        return ScenarioCommand.Build(
            "growth",
            "Measures throughput with many rows in the journal against that of an empty journal, in turn. The rows are those of "
            + "finished transactions as the coordinator writes them, and are added directly",
            [rows, inFlight, rounds, seconds, warmUp],
            (parsed, shared) => new GrowthScenario(new GrowthPlan(
                parsed.GetValue(rows),
                parsed.GetValue(rounds),
                new RunPlan
                {
                    Storage = parsed.GetValue(shared.Storage),
                    InFlight = parsed.GetValue(inFlight),
                    Size = 128,
                    WarmUp = TimeSpan.FromSeconds(parsed.GetValue(warmUp)),
                    Length = TimeSpan.FromSeconds(parsed.GetValue(seconds)),
                    Coordinator = CoordinatorSettings.Of([]),
                },
                shared.Set(parsed))));
    }

    public async Task<ScenarioResult> MeasureAsync(BenchSession bench, CancellationToken ct)
    {
        var load = plan.Load with { Coordinator = CoordinatorSettings.Of(plan.Settings) };
        var data = bench.NewDirectory();
        await using var full = await bench.CreateDatabaseAsync(load.Storage, data, ct);
        await FillAsync(bench, load, full, data, ct);

        var (onEmpty, onFull) = (new List<RunFigures>(), new List<RunFigures>());
        for (var round = 0; round < plan.Rounds; round++)
        {
            onEmpty.Add(await Run.MeasureAsync(bench, load with { Label = "empty" }, ct));
            var labelled = load with { Label = "full", FirstProducer = round };
            bench.Progress.Title = labelled.Title;
            onFull.Add(await OnFullAsync(bench, labelled, full, data, ct));
        }

        return Result(onEmpty, onFull);
    }

    private async Task FillAsync(BenchSession bench, RunPlan load, IBenchDatabase full, string data, CancellationToken ct)
    {
        bench.Progress.Title = $"{load.Storage}, {plan.Rows:N0} rows";
        var sample = load with { WarmUp = TimeSpan.Zero, Length = Sample, InFlight = 16, FirstProducer = SampleProducer };
        await new Run(sample, full, data, bench.NewDirectory(), bench.Progress).LoadAsync(ct);
        await using var writer = await full.OpenJournalAsync(ct);
        var each = (await writer.TemplateAsync(ct)).RowsPerTransaction;
        await new JournalFiller(writer, bench.Progress).FillAsync(plan.Rows / each, FillProducer, OfNoTopic, ct);
    }

    private async Task<RunFigures> OnFullAsync(
        BenchSession bench, RunPlan load, IBenchDatabase full, string data, CancellationToken ct)
    {
        bench.Progress.Say("starting");
        await using var coordinator = await MeasuredCoordinator.StartAsync(
            load.Coordinator, data, [.. full.CoordinatorOptions, load.TopicOption], ct);
        await plan.SweptAsync(coordinator, bench.Progress, ct);
        return await new Run(load, full, data, bench.NewDirectory(), bench.Progress).LoadAsync(coordinator, ct);
    }

    private ScenarioResult Result(List<RunFigures> onEmpty, List<RunFigures> onFull)
    {
        var (empty, full) = (Median(onEmpty), Median(onFull));
        var verdict = new Verdict(
            $"throughput with {plan.Rows:N0} rows in the journal", "≥ 0.9 of an empty one",
            $"{full / empty:0.00} ({Figure.Rate(full)} to {Figure.Rate(empty)})", full >= LeastRatio * empty);
        var runs = onEmpty.Concat(onFull).ToArray();
        return new ScenarioResult([verdict], Array.TrueForAll(runs, run => run.IsSound), runs);
    }

    // Use queues beside those of the load's topic: otherwise its groups would have to handle all these messages.
    private static string OfNoTopic(string queue) => queue.Replace("bench", "heap0", StringComparison.Ordinal);

    private static double Median(List<RunFigures> runs)
    {
        var values = runs.Select(run => run.DeliveriesPerSecond).Order().ToArray();
        return (values[(values.Length - 1) / 2] + values[values.Length / 2]) / 2;
    }
}

using System.CommandLine;
using Coordinator.Bench.Reporting;
using Coordinator.Bench.Running;

namespace Coordinator.Bench.Comparing;

/// <summary><c>compare</c>: pairs of runs with two builds or settings, and a verdict on their difference.</summary>
internal static class CompareCommand
{
    public static Command Build()
    {
        var options = new CompareOptions();
        var command = new Command(
            "compare",
            "Measures two builds or settings of the coordinator in pairs, A B B A; prints the ratio of each figure with its 95 % "
            + "interval, beside the ratio of equal runs, and decides: better, worse or undecided");
        options.AddTo(command);
        command.SetAction((parsed, ct) => Failures.ToExitCodeAsync(() => CompareAsync(options, parsed, ct)));
        return command;
    }

    private static async Task<int> CompareAsync(CompareOptions options, ParseResult parsed, CancellationToken ct)
    {
        var (a, b) = (parsed.GetValue(options.A) ?? [], parsed.GetValue(options.B) ?? []);
        var order = TurnOrder.Of(parsed.GetValue(options.Pairs)).ToArray();
        var loads = options.Load.Plans(parsed);
        var machine = Machine.Now();
        var runs = await RunSeries.MeasureAsync(
            parsed.GetValue(options.Load.Data),
            [.. loads.SelectMany(load => order.Select(variant => Plan(load, variant, variant == Variant.A ? a : b)))],
            ct);
        Comparison[] comparisons = [.. loads.Zip(runs.Chunk(order.Length), (load, ofLoad) => Comparison.Of(load.Title, ofLoad))];
        Print(machine, comparisons, runs);
        if (parsed.GetValue(options.Json))
            Json.Print(new { machine, a, b, comparisons, runs });
        var fails = parsed.GetValue(options.FailOn) == FailOn.Worse
            && Array.Exists(comparisons, comparison => comparison.Overall == ComparisonVerdict.Worse);
        return fails || runs.Any(run => !run.IsSound) ? 1 : 0;
    }

    // Skip the floor: it would double the time between the runs of a pair.
    private static RunPlan Plan(RunPlan load, Variant variant, string[] settings) =>
        load with { Label = variant.ToString(), Floor = false, Coordinator = load.Coordinator.With(settings) };

    private static void Print(Machine machine, Comparison[] comparisons, IReadOnlyList<RunFigures> runs)
    {
        var console = Tables.Console();
        Console.Out.WriteLine(machine);
        foreach (var comparison in comparisons)
            ComparisonTable.Print(console, comparison);
        Tables.PrintProbeNote(console, runs);
        foreach (var comparison in comparisons)
            Console.Out.WriteLine(ComparisonTable.Line(comparison));
    }
}

using System.CommandLine;
using Coordinator.Bench.Reporting;
using Coordinator.Bench.Running;
using Spectre.Console;

namespace Coordinator.Bench.Comparing;

/// <summary>
/// <c>compare</c>: the same measurements with two builds or settings in turn, A B A B, and the ratio of their medians.
/// </summary>
internal static class CompareCommand
{
    public static Command Build()
    {
        var options = new RunOptions();
        var a = Variant("--a", "What A is set to, beyond --set");
        var b = Variant("--b", "What B is set to, beyond --set");
        var rounds = new Option<int>("--rounds")
        {
            Description = "How often A and B are measured, in turn",
            DefaultValueFactory = _ => 3,
        };
        var json = new Option<bool>("--json") { Description = "Print all figures as one JSON object on the last line" };
        var command = new Command(
            "compare", "Measures two builds or settings of the coordinator in turn, A B A B; prints the ratio of their medians");
        foreach (var option in options.All.Concat([a, b, rounds, json]))
            command.Add(option);
        command.SetAction((parsed, ct) => Failures.ToExitCodeAsync(() => CompareAsync(
            options.Plans(parsed),
            parsed.GetValue(a) ?? [],
            parsed.GetValue(b) ?? [],
            parsed.GetValue(rounds),
            parsed.GetValue(options.Data),
            parsed.GetValue(json),
            ct)));
        return command;
    }

    private static Option<string[]> Variant(string name, string description) =>
        new(name) { Description = description, HelpName = "KEY=VALUE" };

    private static async Task<int> CompareAsync(
        IReadOnlyList<RunPlan> plans, string[] a, string[] b, int rounds, string? data, bool json, CancellationToken ct)
    {
        RunPlan[] inTurn =
        [
            .. from plan in plans
               from _ in Enumerable.Range(0, rounds)
               from variant in new[] { (Name: "A", Settings: a), (Name: "B", Settings: b) }
               select plan with { Label = variant.Name, Coordinator = plan.Coordinator.With(variant.Settings) },
        ];
        var all = await RunSeries.MeasureAsync(data, inTurn, ct);
        var comparisons = all.Chunk(2 * rounds).Select(Comparison.Of).ToArray();
        foreach (var comparison in comparisons)
            ComparisonTable.Print(AnsiConsole.Console, comparison);
        if (json)
            Json.Print(new { machine = Machine.Now(), a, b, comparisons, runs = all });
        return all.All(run => run.IsSound) ? 0 : 1;
    }
}

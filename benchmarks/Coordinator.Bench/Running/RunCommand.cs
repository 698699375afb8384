using System.CommandLine;
using Coordinator.Bench.Reporting;
using Spectre.Console;

namespace Coordinator.Bench.Running;

/// <summary><c>run</c>: one measurement for each number in flight and each size.</summary>
internal static class RunCommand
{
    public static Command Build()
    {
        var options = new RunOptions();
        var json = new Option<bool>("--json") { Description = "Print all figures as one JSON object on the last line" };
        var command = new Command(
            "run", "Loads a coordinator from other processes and measures it, and measures the plainest writer of the same rows");
        foreach (var option in options.All)
            command.Add(option);
        command.Add(json);
        command.SetAction((parsed, ct) => Failures.ToExitCodeAsync(
            () => RunAsync(options.Plans(parsed), parsed.GetValue(options.Data), parsed.GetValue(json), ct)));
        return command;
    }

    private static async Task<int> RunAsync(IReadOnlyList<RunPlan> plans, string? data, bool json, CancellationToken ct)
    {
        var machine = Machine.Now();
        var all = await RunSeries.MeasureAsync(data, plans, ct);
        Print(machine, all, json);
        return all.All(run => run.IsSound) ? 0 : 1;
    }

    private static void Print(Machine machine, IReadOnlyList<RunFigures> all, bool json)
    {
        var console = Tables.Console();
        console.MarkupLineInterpolated($"{all[0].Storage}, {machine}");
        Tables.Print(console, all);
        if (json)
            Json.Print(new { machine, runs = all });
    }
}

using System.CommandLine;
using Coordinator.Bench.Reporting;
using Coordinator.Bench.Running;
using Coordinator.Bench.Targets;
using Spectre.Console;

namespace Coordinator.Bench.Scenarios;

/// <summary>Command of a scenario. It measures the scenario and prints its figures beside their targets.</summary>
internal static class ScenarioCommand
{
    /// <param name="name">Name of the command.</param>
    /// <param name="description">Description of the command.</param>
    /// <param name="own">Options beyond those of all scenarios.</param>
    /// <param name="scenario">Creates the scenario from the parsed options.</param>
    /// <param name="withStorage">Whether the command has an option for the database of the journal.</param>
    public static Command Build(
        string name,
        string description,
        IEnumerable<Option> own,
        Func<ParseResult, SharedOptions, IScenario> scenario,
        bool withStorage = true)
    {
        var shared = new SharedOptions();
        var command = new Command(name, description);
        foreach (var option in own)
            command.Add(option);
        shared.AddTo(command, withStorage);
        command.SetAction((parsed, ct) => Failures.ToExitCodeAsync(() => MeasureAsync(
            scenario(parsed, shared), parsed.GetValue(shared.Data), parsed.GetValue(shared.Json), ct)));
        return command;
    }

    private static async Task<int> MeasureAsync(IScenario scenario, string? data, bool json, CancellationToken ct)
    {
        var machine = Machine.Now();
        var result = await BenchSession.UseAsync(data, bench => scenario.MeasureAsync(bench, ct), result => result.IsSound, ct);
        var console = Tables.Console();
        console.MarkupLineInterpolated($"{scenario.Name}: {machine}");
        VerdictTable.Print(console, result.Verdicts);
        if (result.Table is not null)
            console.Write(result.Table);
        if (json)
        {
            Json.Print(new { machine, result.IsSound, result.Verdicts, result.Details });
        }

        return result.IsSound ? 0 : 1;
    }
}

using System.CommandLine;
using Coordinator.Bench.Reporting;
using Coordinator.Bench.Running;
using Coordinator.Bench.Targets;
using Spectre.Console;

namespace Coordinator.Bench.Scenarios;

/// <summary>A scenario as a command: measures it, prints its figures beside their targets.</summary>
internal static class ScenarioCommand
{
    /// <param name="name">The command.</param>
    /// <param name="description">What it measures.</param>
    /// <param name="own">Options beyond those of all scenarios.</param>
    /// <param name="scenario">Reads them.</param>
    /// <param name="withStorage">Whether it can be chosen what the journal is kept in.</param>
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

using System.CommandLine;
using Coordinator.Bench.Reporting;
using Coordinator.Bench.Running;

namespace Coordinator.Bench.Targets;

/// <summary><c>targets</c>: measures every scenario that has a target, one after the other, and prints one table.</summary>
internal static class TargetsCommand
{
    public static Command Build()
    {
        var options = new TargetsOptions();
        var command = new Command(
            "targets", "Measures every scenario that has a target, one after the other, and prints which targets are met");
        options.AddTo(command);
        command.SetAction((parsed, ct) => Failures.ToExitCodeAsync(() => MeasureAsync(
            options.Scenarios(parsed),
            parsed.GetValue(options.Shared.Data),
            parsed.GetValue(options.Markdown),
            parsed.GetValue(options.Shared.Json),
            ct)));
        return command;
    }

    private static async Task<int> MeasureAsync(
        IReadOnlyList<IScenario> scenarios, string? data, string? markdown, bool json, CancellationToken ct)
    {
        var machine = Machine.Now();
        await Console.Error.WriteLineAsync(machine.ToString());
        var results = await BenchSession.UseAsync(
            data, bench => MeasureAsync(bench, scenarios, ct), all => all.All(result => result.IsSound), ct);
        Verdict[] verdicts = [.. results.SelectMany(result => result.Verdicts)];
        Console.Out.WriteLine(machine);
        VerdictTable.Print(Tables.Console(), verdicts);
        if (markdown is not null)
            await File.WriteAllTextAsync(markdown, VerdictTable.Markdown(machine, verdicts), ct);
        if (json)
            Json.Print(new { machine, results });
        return results.All(result => result.IsSound) ? 0 : 1;
    }

    private static async Task<IReadOnlyList<ScenarioResult>> MeasureAsync(
        BenchSession bench, IReadOnlyList<IScenario> scenarios, CancellationToken ct)
    {
        var results = new List<ScenarioResult>();
        foreach (var scenario in scenarios)
        {
            var result = await MeasureAsync(bench, scenario, ct);
            results.Add(result);
            bench.Progress.Clear();
            foreach (var verdict in result.Verdicts)
                await Console.Error.WriteLineAsync($"{verdict.Figure}: {verdict.Measured} (target: {verdict.Target})");
        }

        return results;
    }

    /// <summary>One that cannot be measured does not keep the others from it.</summary>
    private static async Task<ScenarioResult> MeasureAsync(BenchSession bench, IScenario scenario, CancellationToken ct)
    {
        try
        {
            return await scenario.MeasureAsync(bench, ct);
        }
#pragma warning disable CA1031 // No failure may discard hours of other figures.
        catch (Exception failed) when (failed is not OperationCanceledException)
#pragma warning restore CA1031
        {
            var verdict = new Verdict(scenario.Name, "", $"failed: {failed.Message}", false);
            return new ScenarioResult([verdict], false, failed.ToString());
        }
    }
}

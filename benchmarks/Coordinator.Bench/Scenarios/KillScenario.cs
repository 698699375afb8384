using System.CommandLine;
using Coordinator.Bench.Running;
using Coordinator.Bench.Targets;

namespace Coordinator.Bench.Scenarios;

/// <summary><c>kill</c>: SIGKILL of the application, and of the coordinator, under load.</summary>
internal sealed class KillScenario(KillPlan plan) : IScenario
{
    private const double MostSeconds = 5;

    public string Name => $"kill, {plan.Storage}, {plan.Rate:N0}/s, {string.Join(" ", [.. KillPlan.Standard, .. plan.Set])}";

    public static Command Build()
    {
        var inFlight = SharedOptions.Count("--in-flight", "Transactions that the application has under way, at most", 32);
        var rate = SharedOptions.Seconds("--rate", "Transactions a second that it begins", 300);
        var before = SharedOptions.Seconds("--seconds", "How long it works before the kill", 15);
        var after = SharedOptions.Seconds("--after", "How long it works after the kill, in seconds", 15);
        return ScenarioCommand.Build(
            "kill",
            "SIGKILL under load, of an application with its own PostgreSQL database and of the coordinator, each started again "
            + "at once: how long until everything that was committed before is handled. Sets transactionTimeout=2s and "
            + "transactionCheckInterval=1s; all else is as shipped",
            [inFlight, rate, before, after],
            (parsed, shared) => new KillScenario(new KillPlan(
                parsed.GetValue(shared.Storage),
                parsed.GetValue(inFlight),
                parsed.GetValue(rate),
                TimeSpan.FromSeconds(parsed.GetValue(before)),
                TimeSpan.FromSeconds(parsed.GetValue(after)),
                shared.Set(parsed))));
    }

    public async Task<ScenarioResult> MeasureAsync(Workbench bench, CancellationToken ct)
    {
        var kills = new List<KillFigures>();
        foreach (var victim in Enum.GetValues<Victim>())
            kills.Add(await new KillCase(plan, victim, bench).MeasureAsync(ct));
        return new ScenarioResult(
            [.. kills.Select(Verdict)], kills.TrueForAll(kill => kill is { Missing: 0, Invented: 0, Committed: > 0 }), kills);
    }

    private static Verdict Verdict(KillFigures kill) => new(
        $"SIGKILL of the {kill.Victim}: all that was committed is handled",
        "< 5 s, nothing missing",
        $"{Figure.Seconds(kill.Seconds)} ({kill.Open:N0} of {kill.Committed:N0} were open, ready again after "
        + $"{Figure.Seconds(kill.ReadyAfterSeconds)}), {kill.Missing} missing, {kill.Duplicates:N0} duplicates",
        kill is { Seconds: < MostSeconds, Missing: 0, Committed: > 0 });
}

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
        var rounds = SharedOptions.Count("--rounds", "How often each is killed; the worst counts", 3);
        return ScenarioCommand.Build(
            "kill",
            "SIGKILL under load, of an application with its own PostgreSQL database and of the coordinator, each started again "
            + "at once: how long until everything that was committed before is handled. Sets transactionTimeout=2s and "
            + "transactionCheckInterval=1s; all else is as shipped",
            [inFlight, rate, before, after, rounds],
            (parsed, shared) => new KillScenario(new KillPlan(
                parsed.GetValue(shared.Storage),
                parsed.GetValue(inFlight),
                parsed.GetValue(rate),
                TimeSpan.FromSeconds(parsed.GetValue(before)),
                TimeSpan.FromSeconds(parsed.GetValue(after)),
                parsed.GetValue(rounds),
                shared.Set(parsed))));
    }

    public async Task<ScenarioResult> MeasureAsync(BenchSession bench, CancellationToken ct)
    {
        var kills = new List<KillFigures>();
        for (var round = 0; round < plan.Rounds; round++)
        {
            foreach (var victim in Enum.GetValues<Victim>())
                kills.Add(await new KillCase(plan, victim, bench).MeasureAsync(ct));
        }

        return new ScenarioResult(
            [.. kills.GroupBy(kill => kill.Victim).Select(Verdict)],
            kills.TrueForAll(kill => kill is { Missing: 0, Invented: 0, Committed: > 0 }),
            kills);
    }

    private static Verdict Verdict(IGrouping<string, KillFigures> kills) => new(
        $"SIGKILL of the {kills.Key}: all that was committed is handled",
        "< 5 s, nothing missing",
        $"{string.Join(", ", kills.Select(kill => Figure.Seconds(kill.Seconds)))} after each of {kills.Count()} kills "
        + $"({kills.Sum(kill => kill.Open):N0} of {kills.Sum(kill => kill.Committed):N0} were open, ready again after at most "
        + $"{Figure.Seconds(kills.Max(kill => kill.ReadyAfterSeconds))}), {kills.Sum(kill => kill.Missing)} missing, "
        + $"{kills.Sum(kill => kill.Duplicates):N0} duplicates",
        kills.All(kill => kill is { Seconds: < MostSeconds, Missing: 0, Committed: > 0 }));
}

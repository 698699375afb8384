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
        var inFlight = SharedOptions.Count("--in-flight", "Most transactions of the application under way at once", 32);
        var rate = SharedOptions.Seconds("--rate", "Transactions a second that the application begins", 300);
        var before = SharedOptions.Seconds("--seconds", "Seconds for which the application works before the kill", 15);
        var after = SharedOptions.Seconds("--after", "Seconds for which the application works after the kill", 15);
        var rounds = SharedOptions.Count("--rounds", "Number of kills of each process; the worst counts", 3);
        return ScenarioCommand.Build(
            "kill",
            "Kills an application with its own PostgreSQL database, and the coordinator, under load with SIGKILL and restarts "
            + "each at once. Measures how long it takes until everything committed before is handled. Sets transactionTimeout=2s and "
            + "transactionCheckInterval=1s; all other settings have their defaults",
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

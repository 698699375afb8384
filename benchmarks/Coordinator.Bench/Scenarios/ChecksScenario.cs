using System.CommandLine;
using System.Diagnostics;
using Coordinator.Bench.Databases;
using Coordinator.Bench.Load;
using Coordinator.Bench.Measuring;
using Coordinator.Bench.Processes;
using Coordinator.Bench.Running;
using Coordinator.Bench.Targets;
using Coordinator.Harness.Waiting;

namespace Coordinator.Bench.Scenarios;

/// <summary><c>checks</c>: many hanging transactions fall due at once, and one live instance answers.</summary>
internal sealed class ChecksScenario(ChecksPlan plan) : IScenario
{
    private const double LeastPerSecond = 5_000;

    // A token bucket lets the checks of a tenth of a second pass at once.
    private const double Burst = 1.1;

    private const int PreparesInFlight = 256;

    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(5);

    public string Name => $"checks of {plan.Count:N0}, {plan.Storage}, {string.Join(" ", plan.Settings)}";

    public static Command Build()
    {
        var count = SharedOptions.Count("--count", "Transactions that fall due at once", 20_000);
        var rate = SharedOptions.Count("--check-rate", "Limit of checks a second", 20_000);
        var inFlight = SharedOptions.Count("--check-in-flight", "Limit of checks at the same time", 256);
        var answer = SharedOptions.Seconds("--answer-ms", "Milliseconds that an answer takes", 2);
        var lead = SharedOptions.Seconds("--lead", "Seconds from the first Prepare until all transactions fall due", 30);
        return ScenarioCommand.Build(
            "checks",
            "Prepares many transactions without deciding them, so that all fall due at once. One live instance answers. Measures "
            + "how many are checked a second and whether the limits hold",
            [count, rate, inFlight, answer, lead],
            (parsed, shared) => new ChecksScenario(new ChecksPlan(
                parsed.GetValue(shared.Storage),
                parsed.GetValue(count),
                parsed.GetValue(rate),
                parsed.GetValue(inFlight),
                TimeSpan.FromMilliseconds(parsed.GetValue(answer)),
                TimeSpan.FromSeconds(parsed.GetValue(lead)),
                shared.Set(parsed))));
    }

    public async Task<ScenarioResult> MeasureAsync(BenchSession bench, CancellationToken ct)
    {
        bench.Progress.Title = $"checks of {plan.Count:N0}";
        bench.Progress.Say("starting");
        var directory = bench.NewDirectory();
        await using var journal = await bench.CreateDatabaseAsync(plan.Storage, directory, ct);
        await using var coordinator = await MeasuredCoordinator.StartAsync(
            CoordinatorSettings.Of(plan.Settings), directory, journal.CoordinatorOptions, ct);
        var launcher = new ParticipantLauncher(coordinator.ContactPoint, directory);
        await using var consumer = launcher.Consumer(new ConsumerPlan(ConsumerPlan.GroupName(0)));
        await using var producer = launcher.Hanging(new HangingPlan(0, plan.Count, PreparesInFlight, plan.Answer));
        await Task.WhenAll(consumer.Ready, producer.Ready).WaitAsync(ct);
        var due = Window.After(plan.Lead, Patience);
        await Task.WhenAll(consumer.GoAsync(due), producer.GoAsync(due));
        await Preparing.AllAsync(bench, producer, plan.Count, due, ct);
        await Eventually.ElapsedAsync(() => producer.Latest.Checked >= plan.Count, plan.Lead + Patience, ct,
            () => bench.Progress.LogThrottled($"{producer.Latest.Checked:N0} are checked"));
        await Eventually.ElapsedAsync(() => consumer.Latest.Done >= plan.Count, Patience, ct,
            () => bench.Progress.LogThrottled($"{consumer.Latest.Done:N0} are handled"));
        await Task.WhenAll(producer.FinishAsync(), consumer.FinishAsync());
        var checks = (await producer.Result.WaitAsync(ct)).Checks!;
        var handled = (await consumer.Result.WaitAsync(ct)).Consumer!;
        return Result(checks, due, handled);
    }

    private ScenarioResult Result(CheckFigures checks, Window due, ConsumerFigures handled)
    {
        var perSecond = checks.Transactions / Stopwatch.GetElapsedTime(due.From, checks.Last).TotalSeconds;
        // Checks under way may arrive closer together than they were sent.
        var obeyed = checks.MostAtOnce <= plan.InFlight && checks.MostPerSecond <= (plan.Rate * Burst) + plan.InFlight;
        var missing = plan.Count - handled.Handled;
        var verdict = new Verdict(
            $"checks: {plan.Count:N0} fall due at once, one instance", "≥ 5,000/s, limits obeyed; aim 16,000/s",
            $"{Figure.Rate(perSecond)}; at most {checks.MostAtOnce:N0} at once (limit {plan.InFlight:N0}) and "
            + $"{checks.MostPerSecond:N0} in a second (limit {plan.Rate:N0}); {checks.Asked:N0} asked, {missing} missing",
            perSecond >= LeastPerSecond && obeyed && checks.Transactions == plan.Count);
        return new ScenarioResult(
            [verdict], missing == 0 && obeyed, new { perSecond, checks, missing, handled.Duplicates, settings = plan.Settings });
    }
}

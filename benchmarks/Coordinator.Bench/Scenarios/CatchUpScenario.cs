using System.CommandLine;
using System.Diagnostics;
using Coordinator.Bench.Databases;
using Coordinator.Bench.Filling;
using Coordinator.Bench.Load;
using Coordinator.Bench.Measuring;
using Coordinator.Bench.Processes;
using Coordinator.Bench.Running;
using Coordinator.Bench.Targets;
using Coordinator.Harness.Waiting;

namespace Coordinator.Bench.Scenarios;

/// <summary><c>catch-up</c>: a consumer group that is far behind returns while producers and another group work.</summary>
internal sealed class CatchUpScenario(CatchUpPlan plan) : IScenario
{
    private const double LeastPerSecond = 20_000;
    private const double MostSlowDown = 0.1;
    private const int FillProducer = 0xF00;
    private const int SampleProducer = 0xE00;

    private static readonly TimeSpan Sample = TimeSpan.FromSeconds(3);
    private static readonly TimeSpan WarmUp = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(15);
    private static readonly ConsumerPlan Late = new(ConsumerPlan.GroupName(0));
    private static readonly ConsumerPlan Live = new("bench-live", FromEnd: true);

    public string Name => $"catch-up of {plan.Behind:N0}, {plan.Storage}, producers at "
        + $"{(plan.Rate is { } rate ? $"{rate:N0}/s" : "full speed")}, {string.Join(" ", plan.Set)}".TrimEnd(' ', ',');

    public static Command Build()
    {
        var behind = SharedOptions.Count("--behind", "Messages that the late group has not received", 1_000_000);
        var inFlight = SharedOptions.Count("--in-flight", "Most transactions of the producers under way at once", 64);
        var rate = SharedOptions.Seconds("--rate", "Transactions a second of the producers; 0 for as many as possible", 1_000);
        var seconds = SharedOptions.Seconds("--seconds", "Seconds of measuring the producers before the late group starts", 20);
        return ScenarioCommand.Build(
            "catch-up",
            "Lets a consumer group that is far behind return while producers and another group work. Measures how fast "
            + "it catches up and how much throughput the producers lose",
            [behind, inFlight, rate, seconds],
            (parsed, shared) => new CatchUpScenario(new CatchUpPlan(
                parsed.GetValue(shared.Storage),
                parsed.GetValue(behind),
                parsed.GetValue(inFlight),
                parsed.GetValue(rate) is > 0 and var perSecond ? perSecond : null,
                TimeSpan.FromSeconds(parsed.GetValue(seconds)),
                shared.Set(parsed))));
    }

    public async Task<ScenarioResult> MeasureAsync(BenchSession bench, CancellationToken ct)
    {
        bench.Progress.Title = $"catch-up of {plan.Behind:N0}";
        var directory = bench.NewDirectory();
        await using var journal = await bench.CreateDatabaseAsync(plan.Storage, directory, ct);
        await FillAsync(bench, journal, directory, ct);
        var figures = await CatchUpAsync(bench, journal, directory, ct);
        return new ScenarioResult([Verdict(figures)], figures.Missing == 0, figures);
    }

    /// <summary>The late group sees a few messages of the coordinator's own making; the others pile up behind its back.</summary>
    private async Task FillAsync(BenchSession bench, IBenchDatabase journal, string directory, CancellationToken ct)
    {
        var sample = new RunPlan
        {
            Storage = plan.Storage,
            InFlight = 16,
            Size = 128,
            WarmUp = TimeSpan.Zero,
            Length = Sample,
            FirstProducer = SampleProducer,
            Coordinator = CoordinatorSettings.Of(plan.Set),
        };
        await new Run(sample, journal, directory, bench.NewDirectory(), bench.Progress).LoadAsync(ct);
        await using var writer = await journal.OpenJournalAsync(ct);
        await new JournalFiller(writer, bench.Progress).FillAsync(plan.Behind, FillProducer, queue => queue, ct);
    }

    private async Task<CatchUpFigures> CatchUpAsync(
        BenchSession bench, IBenchDatabase journal, string directory, CancellationToken ct)
    {
        bench.Progress.Say("starting");
        await using var coordinator = await MeasuredCoordinator.StartAsync(
            CoordinatorSettings.Of(plan.Set), directory, journal.CoordinatorOptions, ct);
        var launcher = new ParticipantLauncher(coordinator.ContactPoint, directory);
        await using var live = launcher.Consumer(Live);
        await using var producer = launcher.Producer(new ProducerPlan(0, plan.InFlight, 128, plan.Rate, 0, 0));
        await Task.WhenAll(live.Ready, producer.Ready).WaitAsync(ct);
        var window = Window.After(TimeSpan.Zero, Patience * 2);
        await Task.WhenAll(live.GoAsync(window), producer.GoAsync(window));

        bench.Progress.Say("measuring the producers");
        await Task.Delay(WarmUp, ct);
        var begin = producer.Latest;
        await Task.Delay(plan.Baseline, ct);

        await using var late = launcher.Consumer(Late);
        await late.Ready.WaitAsync(ct);
        var came = producer.Latest;
        var start = Stopwatch.GetTimestamp();
        await late.GoAsync(window);
        var behind = plan.Behind + came.Done;
        var caughtUp = await Eventually.ElapsedAsync(() => late.Latest.Done >= behind, Patience, ct,
            () => bench.Progress.LogThrottled($"{late.Latest.Done:N0} are handled"));
        var (end, at) = (producer.Latest, late.Latest.At);
        await producer.FinishAsync();
        var produced = await producer.Result.WaitAsync(ct);
        bench.Progress.Say("draining");
        await Eventually.ElapsedAsync(() => late.Latest.Done >= plan.Behind + produced.Done, Patience, ct);
        await late.FinishAsync();
        var handled = (await late.Result.WaitAsync(ct)).Consumer!;
        return new CatchUpFigures
        {
            Behind = behind,
            Seconds = caughtUp is null ? null : Stopwatch.GetElapsedTime(start, at).TotalSeconds,
            ProducedBefore = PerSecond(begin, came),
            ProducedMeanwhile = PerSecond(came, end),
            Missing = plan.Behind - Seen(directory),
            Duplicates = handled.Duplicates,
        };
    }

    private static double PerSecond(Report from, Report until) =>
        until.At == from.At ? 0 : (until.Done - from.Done) / Stopwatch.GetElapsedTime(from.At, until.At).TotalSeconds;

    private static long Seen(string directory) =>
        ConsumerProcess.SeenFile(directory, Late.Group, FillProducer) is var file && File.Exists(file)
            ? SequenceSet.Load(file).Count
            : 0;

    private static Verdict Verdict(CatchUpFigures figures) => new(
        $"catch-up of {figures.Behind:N0} messages", "≥ 20,000/s, producers not slowed by more than 10 %",
        $"{Figure.Rate(figures.PerSecond)}, producers {Figure.Rate(figures.ProducedMeanwhile)} instead of "
        + $"{Figure.Rate(figures.ProducedBefore)}, {figures.Missing} missing",
        figures is { PerSecond: >= LeastPerSecond, SlowDown: <= MostSlowDown, Missing: 0 });
}

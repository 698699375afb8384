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

/// <summary><c>waiting</c>: a group declines very many messages for a day, and gets others meanwhile.</summary>
internal sealed class WaitingScenario(WaitingPlan plan) : IScenario
{
    private const int FillProducer = 0xF00;
    private const int SampleProducer = 0xE00;
    private const int InFlight = 16;

    private static readonly TimeSpan Sample = TimeSpan.FromSeconds(3);
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(15);
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(2);
    private static readonly ConsumerPlan Consumer = new(ConsumerPlan.GroupName(0), KeepsSamples: true, Declines: FillProducer);

    public string Name => $"{plan.Waiting:N0} waiting, {plan.Storage}, {plan.Rate:N0}/s beside them, {string.Join(" ", plan.Set)}".TrimEnd(' ', ',');

    public static Command Build()
    {
        var waiting = SharedOptions.Count("--waiting", "Messages that the group declines for a day", 1_000_000);
        var rate = SharedOptions.Seconds("--rate", "Messages a second that the group handles then", 64);
        var seconds = SharedOptions.Seconds("--seconds", "Seconds of measuring these", 20);
        return ScenarioCommand.Build(
            "waiting",
            "Lets a group decline very many messages for a day. Measures how long it takes to read them, how fast other messages "
            + "come then, and the memory",
            [waiting, rate, seconds],
            (parsed, shared) => new WaitingScenario(new WaitingPlan(
                parsed.GetValue(shared.Storage),
                parsed.GetValue(waiting),
                parsed.GetValue(rate),
                TimeSpan.FromSeconds(parsed.GetValue(seconds)),
                shared.Set(parsed))));
    }

    public async Task<ScenarioResult> MeasureAsync(BenchSession bench, CancellationToken ct)
    {
        bench.Progress.Title = $"{plan.Waiting:N0} waiting";
        var directory = bench.NewDirectory();
        await using var journal = await bench.CreateDatabaseAsync(plan.Storage, directory, ct);
        await FillAsync(bench, journal, directory, ct);
        var figures = await BesideAsync(bench, journal, directory, ct);
        return new ScenarioResult([Verdict(figures)], figures.Missing == 0, figures);
    }

    private async Task FillAsync(BenchSession bench, IBenchDatabase journal, string directory, CancellationToken ct)
    {
        var sample = new RunPlan
        {
            Storage = plan.Storage,
            InFlight = InFlight,
            Size = 128,
            WarmUp = TimeSpan.Zero,
            Length = Sample,
            FirstProducer = SampleProducer,
            Coordinator = CoordinatorSettings.Of(plan.Set),
        };
        await new Run(sample, journal, directory, bench.NewDirectory(), bench.Progress).LoadAsync(ct);
        await using var writer = await journal.OpenJournalAsync(ct);
        await new JournalFiller(writer, bench.Progress).FillAsync(plan.Waiting, FillProducer, queue => queue, ct);
    }

    private async Task<WaitingFigures> BesideAsync(
        BenchSession bench, IBenchDatabase journal, string directory, CancellationToken ct)
    {
        bench.Progress.Say("starting");
        await using var coordinator = await MeasuredCoordinator.StartAsync(
            CoordinatorSettings.Of(plan.Set), directory, journal.CoordinatorOptions, ct);
        var heapBefore = await coordinator.Counters.HeapInUseAsync(ct);
        var launcher = new ParticipantLauncher(coordinator.ContactPoint, directory);
        await using var consumer = launcher.Consumer(Consumer);
        await using var producer = launcher.Producer(new ProducerPlan(0, InFlight, 128, plan.Rate, 0, 0));
        await Task.WhenAll(consumer.Ready, producer.Ready).WaitAsync(ct);
        var start = Stopwatch.GetTimestamp();
        await consumer.GoAsync(Window.After(TimeSpan.Zero, Patience * 2));
        var read = await Eventually.ElapsedAsync(() => consumer.Latest.Done >= plan.Waiting, Patience, ct,
            () => bench.Progress.LogThrottled($"{consumer.Latest.Done:N0} wait"));
        var readIn = Stopwatch.GetElapsedTime(start, consumer.Latest.At);

        bench.Progress.Say("sending messages that do not wait");
        var before = consumer.Latest.Done;
        await producer.GoAsync(Window.After(TimeSpan.Zero, plan.Length));
        await Task.Delay(plan.Length, ct);
        await producer.FinishAsync();
        var sent = (await producer.Result.WaitAsync(ct)).Done;
        await Eventually.ElapsedAsync(() => consumer.Latest.Done >= before + sent, TimeSpan.FromMinutes(1), ct);
        await consumer.FinishAsync();
        var heap = await coordinator.Counters.HeapInUseAsync(ct);
        var handled = (await consumer.Result.WaitAsync(ct)).Consumer!;
        var others = SampleLog.Read(ConsumerProcess.SamplesFile(directory, Consumer.Group))
            .Select(sample => Stopwatch.GetElapsedTime(sample.From, sample.Until).TotalMilliseconds)
            .Order().ToArray();
        return new WaitingFigures
        {
            Waiting = plan.Waiting,
            SecondsToRead = read is null ? null : readIn.TotalSeconds,
            Sent = sent,
            Missing = before + sent - handled.Handled,
            P50Milliseconds = At(others, 0.5),
            P99Milliseconds = At(others, 0.99),
            LongestMilliseconds = At(others, 1),
            BytesPerWaiting = (double)(heap - heapBefore) / plan.Waiting,
            ResidentBytes = ProcessUsage.Memory(coordinator.Pid),
        };
    }

    private static double At(double[] sorted, double share) =>
        sorted.Length == 0 ? double.NaN : sorted[(int)Math.Min(sorted.Length - 1, share * sorted.Length)];

    private static Verdict Verdict(WaitingFigures figures) => new(
        $"{figures.Sent:N0} messages beside {figures.Waiting:N0} that wait", "each within 2 s, none missing",
        $"p50 {figures.P50Milliseconds:N1} ms, p99 {figures.P99Milliseconds:N1} ms, longest {figures.LongestMilliseconds:N1} ms; "
        + $"{figures.Waiting:N0} read in {figures.SecondsToRead:N1} s; {figures.BytesPerWaiting:N0} bytes of heap for each, {figures.ResidentBytes / 1e6:N0} MB resident; {figures.Missing} missing",
        figures is { SecondsToRead: not null, Missing: 0 } && figures.LongestMilliseconds <= Longest.TotalMilliseconds);
}

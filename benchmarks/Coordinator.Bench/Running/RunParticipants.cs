using Coordinator.Bench.Load;
using Coordinator.Bench.Measuring;

namespace Coordinator.Bench.Running;

/// <summary>Starts, watches and stops the participants of a measurement.</summary>
internal sealed class RunParticipants : IAsyncDisposable
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan Stalled = TimeSpan.FromSeconds(15);

    private readonly List<Participant> _consumers = [];
    private readonly List<Participant> _producers = [];

    public long Done => _producers.Sum(producer => producer.Latest.Done);

    public long Failed => _producers.Sum(producer => producer.Latest.Failed);

    public long Handled => _consumers.Sum(consumer => consumer.Latest.Done);

    public IEnumerable<int> Pids => _consumers.Concat(_producers).Select(participant => participant.Pid);

    public async Task StartAsync(RunPlan plan, string coordinator, string directory, CancellationToken ct)
    {
        var launcher = new ParticipantLauncher(coordinator, directory);
        for (var group = 0; group < plan.Groups; group++)
            _consumers.Add(launcher.Consumer(new ConsumerPlan(ConsumerPlan.GroupName(group), KeepsSamples: true)));
        for (var producer = 0; producer < plan.Producers; producer++)
            _producers.Add(launcher.Producer(Load(plan, producer)));
        await Task.WhenAll(_consumers.Concat(_producers).Select(participant => participant.Ready)).WaitAsync(ct);
    }

    public Task GoAsync(Window window) =>
        Task.WhenAll(_consumers.Concat(_producers).Select(participant => participant.GoAsync(window)));

    public async Task<ProducerFigures[]> ProducedAsync(CancellationToken ct) =>
        [.. (await ResultsAsync(_producers, ct)).Select(report => report.Producer!)];

    /// <summary>Once so many messages are handled in all groups together, or no more come.</summary>
    public async Task<ConsumerFigures[]> ConsumedAsync(long expected, CancellationToken ct)
    {
        var (handled, since) = (-1L, TimeSpan.Zero);
        while (Handled < expected && since < Stalled)
        {
            await Task.Delay(Interval, ct);
            since = Handled == handled ? since + Interval : TimeSpan.Zero;
            handled = Handled;
        }

        await Task.WhenAll(_consumers.Select(consumer => consumer.FinishAsync()));
        return [.. (await ResultsAsync(_consumers, ct)).Select(report => report.Consumer!)];
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var participant in _producers.Concat(_consumers))
            await participant.DisposeAsync();
    }

    private static Task<Report[]> ResultsAsync(List<Participant> participants, CancellationToken ct) =>
        Task.WhenAll(participants.Select(participant => participant.Result)).WaitAsync(ct);

    private static ProducerPlan Load(RunPlan plan, int producer) => new(
        plan.FirstProducer + producer,
        // What does not divide evenly is the first producers'.
        (plan.InFlight / plan.Producers) + (producer < plan.InFlight % plan.Producers ? 1 : 0),
        plan.Size,
        plan.Rate / plan.Producers,
        plan.Unknown,
        plan.Rollback,
        KeepsSamples: true);
}

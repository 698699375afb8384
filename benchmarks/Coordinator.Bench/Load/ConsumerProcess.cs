using System.Collections.Concurrent;
using Coordinator.Bench.Measuring;
using Coordinator.Contracts.Consuming;
using Coordinator.Participants;
using Coordinator.Participants.Consuming;

namespace Coordinator.Bench.Load;

/// <summary>Process of a consumer group's member, which only records the messages.</summary>
internal static class ConsumerProcess
{
    private const int Concurrency = 512;
    private const int Room = 8_192;

    private static readonly TimeSpan DeclinesFor = TimeSpan.FromDays(1);

    public static string SeenFile(string directory, string group, int producer) =>
        Path.Combine(directory, $"seen-{group}-{producer}.bits");

    public static string SamplesFile(string directory, string group) => Path.Combine(directory, $"samples-{group}.bin");

    public static Task<int> RunAsync(string coordinator, string directory, ConsumerPlan plan, CancellationToken ct)
    {
        var arrivals = plan.KeepsArrivals ? new ArrivalLog() : null;
        var seen = new ConcurrentDictionary<int, SequenceSet>();
        var samples = plan.KeepsSamples ? new SampleLog(SamplesFile(directory, plan.Group)) : null;
        var figures = new ConsumerFigures { Samples = samples };
        var measured = default(Window);
        return ParticipantProcess.RunAsync(
            services => services
                .AddCoordinatorParticipant(options => options.ContactPoints = [coordinator])
                .AddConsumer(plan.Group, TransactionLoad.Topic.Value, Handle, options => Configure(options, plan)),
            () => new Report(ReportKind.Progress, figures.Handled),
            async (_, window, orders, stopping) =>
            {
                measured = window;
                await orders.NextAsync(stopping);
                foreach (var (producer, numbers) in seen)
                    numbers.Save(SeenFile(directory, plan.Group, producer));
                arrivals?.Save(ArrivalLog.FileIn(directory, plan.Group));
                samples?.Dispose();
                return new Report(ReportKind.Result, figures.Handled, Consumer: figures);
            },
            ct);

        Task Handle(ReceivedMessage message, CancellationToken _)
        {
            var payload = Payload.Read(message.Body.Span);
            var isNew = seen.GetOrAdd(payload.Producer, _ => new SequenceSet()).Add(payload.Number);
            figures.Count(payload, isNew, measured);
            if (isNew)
                arrivals?.Add(payload);
            if (payload.Producer == plan.Declines)
                throw new RetryLaterException(DeclinesFor);
            return Task.CompletedTask;
        }
    }

    private static void Configure(ConsumerOptions consumer, ConsumerPlan plan)
    {
        consumer.StartFrom = plan.FromEnd ? StartPosition.FromEnd : StartPosition.FromBeginning;
        consumer.Concurrency = Concurrency;
        consumer.MaxInFlight = Room;
    }
}

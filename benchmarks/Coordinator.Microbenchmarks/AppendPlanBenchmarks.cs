using Akka.Actor;
using BenchmarkDotNet.Attributes;
using Coordinator.Contracts;
using Coordinator.Persistence.GroupCommit;
using Coordinator.Topics.Log;

namespace Coordinator.Microbenchmarks;

/// <summary>Measures a queue's work on its appends apart from writing them. Figures are per append.</summary>
[MemoryDiagnoser]
public class AppendPlanBenchmarks
{
    private const int Appends = 10_000;
    private const int Waiting = 256;

    private readonly AppendToQueue[] _appends =
    [
        .. Enumerable.Range(1, Appends).Select(
            number => new AppendToQueue(Sample.Queue, Sample.Id(number), Sample.Now, [new IndexedMessage(0, Sample.Message)])),
    ];

    [Benchmark(OperationsPerInvoke = Appends)]
    public int PlanBatches()
    {
        var plan = new AppendPlan(Sample.Queue, NoReader.Instance, new TopicOptions());
        var events = 0;
        foreach (var arrived in _appends.Chunk(Waiting))
        {
            foreach (var append in arrived)
                plan.TryAdd(append, ActorRefs.Nobody);
            while (plan.NextBatch(Sample.Now, Sample.Now) is { } batch)
            {
                events += batch.Entries;
                foreach (var appended in batch.Appends.SelectMany(append => append.Entries))
                    plan.Ids.Add(appended.Id, appended.AppendedAt, Sample.Now);
                plan.Answered(batch);
            }
        }

        return events == Appends ? events : throw new InvalidOperationException($"{events} of {Appends} were planned.");
    }

    /// <summary>Reader that is never called, because an append that is not old reads nothing.</summary>
    private sealed class NoReader : IQueueLogReader
    {
        public static readonly NoReader Instance = new();

        public Task<IReadOnlyList<QueueEntry>> ReadAsync(
            QueueId queue, long from, long to, CancellationToken cancellationToken) =>
            throw new NotSupportedException("Nothing should be read.");

        public Task<EventBounds> BoundsAsync(QueueId queue, CancellationToken cancellationToken) => throw new NotSupportedException();

        public Task<QueueEntry?> FindCopyAsync(QueueId queue, ConsumerGroup group, long offset, CancellationToken cancellationToken) =>
            throw new NotSupportedException();

        public Task<bool> AwaitsAppendAsync(TransactionId transaction, CancellationToken cancellationToken) => throw new NotSupportedException();
    }
}

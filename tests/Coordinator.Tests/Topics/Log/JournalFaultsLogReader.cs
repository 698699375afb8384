using Coordinator.Contracts;
using Coordinator.Persistence.GroupCommit;
using Coordinator.Persistence.Schemas;
using Coordinator.Testing;
using Coordinator.Topics.Log;

namespace Coordinator.Tests.Topics.Log;

/// <summary>Reads logs from the events that a <see cref="FaultyJournal" /> has written.</summary>
internal sealed class JournalFaultsLogReader(JournalFaults journal) : IQueueLogReader
{
    /// <summary>Gets the number of pages that were read.</summary>
    public int Reads { get; private set; }

    /// <summary>Gets the exceptions that are thrown instead of the next pages, in order.</summary>
    public Queue<Exception> Failures { get; } = new();

    /// <summary>Gets or sets the task that the next read waits for; <c>null</c> to read at once.</summary>
    public TaskCompletionSource? Gate { get; set; }

    public async Task<IReadOnlyList<QueueEntry>> ReadAsync(QueueId queue, long from, long to, CancellationToken cancellationToken)
    {
        Reads++;
        if (Gate is { } gate)
            await gate.Task;
        if (Failures.TryDequeue(out var failure))
            throw failure;
        var first = Math.Max(from, TrimmedLogs.Of(journal).FirstKept(queue));
        return journal.EventsOf(QueueName.PersistenceId(queue))
            .Select((written, index) => ((EntryAppended)written).At(index + 1))
            .Where(entry => entry.Offset >= first && entry.Offset <= to)
            .Take(IQueueLogReader.MaxPage)
            .ToList();
    }

    public Task<EventBounds> BoundsAsync(QueueId queue, CancellationToken cancellationToken) =>
        Task.FromResult(TrimmedLogs.Of(journal).BoundsOf(queue));

    public Task<QueueEntry?> FindCopyAsync(QueueId queue, ConsumerGroup group, long offset, CancellationToken cancellationToken) =>
        Task.FromResult(journal.EventsOf(QueueName.PersistenceId(queue, group, offset)).Cast<EntryCopied>().FirstOrDefault()?.At(offset));

    /// <summary>Returns true also for a transaction of which the test has written no event.</summary>
    public Task<bool> AwaitsAppendAsync(TransactionId transaction, CancellationToken cancellationToken) =>
        Task.FromResult(!journal.EventsOf(QueueName.PersistenceId(transaction)).Any(stored => stored is IEndOfAppends));
}

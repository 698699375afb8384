using System.Runtime.ExceptionServices;
using Akka.Actor;
using Coordinator.Contracts;
using Coordinator.Persistence.GroupCommit;

namespace Coordinator.Topics.Log;

/// <summary>
/// Writes logs through the journal's group commit itself. A persistent actor cannot do that: it gives sequence numbers before the write,
/// uses up the number of a rejected event, and refuses events of another persistence id.
/// </summary>
internal sealed class JournalQueueLogWriter(GroupCommitQueues journal, StoredEventMapping mapping) : IQueueLogWriter
{
    private static readonly QueueLogWritten AllStored = new([]);

    private readonly EventTrimmer _trimmer = new(journal);

    /// <summary>Returns the writer of an actor system's journal.</summary>
    public static JournalQueueLogWriter Of(ActorSystem system) =>
        new(GroupCommitQueues.Of(system), new StoredEventMapping(system.Serialization, system.Scheduler));

    public void Write(QueueId queue, long after, IReadOnlyList<PlannedAppend> appends, Action<QueueLogWritten> ended)
    {
        var log = QueueName.PersistenceId(queue);
        journal.Write(new LogWrite(log, after, [.. appends.Select(append => ToStored(log, append))], (write, cause) => ended(Result(appends, write, cause))));
    }

    public Task<EventBounds> RaiseAsync(QueueId queue, long firstKept) => _trimmer.RaiseAsync(QueueName.PersistenceId(queue), firstKept);

    public Task<long> DeleteAsync(QueueId queue, long after) => _trimmer.DeleteAsync(QueueName.PersistenceId(queue), after);

    public async Task CopyAsync(QueueId queue, ConsumerGroup group, QueueEntry entry)
    {
        var ended = new TaskCompletionSource<Exception?>(TaskCreationOptions.RunContinuationsAsynchronously);
        journal.Write(new JournalWrite([mapping.ToEvent(EntryCopied.Of(entry), QueueName.PersistenceId(queue, group, entry.Offset), 1)], ended.SetResult));
        // It is there already when an earlier attempt was cut short, or when the message is a dead letter once more.
        if (await ended.Task is { } cause and not DuplicateEventException)
            ExceptionDispatchInfo.Throw(cause);
    }

    private LogAppend ToStored(string log, PlannedAppend append) =>
        new([.. append.Entries.Select(entry => mapping.ToEvent(entry, log))], append.Companion);

    private static QueueLogWritten Result(IReadOnlyList<PlannedAppend> appends, LogWrite write, Exception? cause)
    {
        var refused = appends.Where((_, place) => write.IsRefused(place)).ToArray();
        return cause is null && refused.Length == 0 ? AllStored : new QueueLogWritten(refused, cause);
    }
}

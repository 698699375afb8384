using System.Collections.Immutable;
using Akka.Actor;
using Akka.Persistence;
using Coordinator.Contracts;
using Coordinator.Persistence.GroupCommit;
using Coordinator.Testing;
using Coordinator.Topics.Log;

namespace Coordinator.Tests.Topics.Log;

/// <summary>Writes logs into the <see cref="FaultyJournal" /> of a system, together with the events of transactions.</summary>
internal sealed class FaultyQueueLogWriter(ActorSystem system) : IQueueLogWriter
{
    private readonly StoredEventMapping _mapping = new(system.Serialization, system.Scheduler);

    public void Write(QueueId queue, long after, IReadOnlyList<PlannedAppend> appends, Action<QueueLogWritten> ended)
    {
        var written = JournalFaults.Of(system).Written.Select(write => (write.PersistenceId, write.SequenceNr)).ToHashSet();
        var refused = appends.Where(append => append.Companion is { } companion && written.Contains((companion.PersistenceId, companion.SequenceNumber))).ToList();
        var stored = appends.Except(refused).ToList();
        var log = QueueName.PersistenceId(queue);
        var entries = stored.SelectMany(append => append.Entries).Select((entry, place) => ToPersistent(entry, log, after + 1 + place));
        var writes = stored.Where(append => append.Companion is not null).Select(append => new AtomicWrite(_mapping.ToRepresentation(append.Companion!.Value)));
        if (stored.Count > 0)
            writes = writes.Append(new AtomicWrite(entries.ToImmutableList<IPersistentRepresentation>()));
        else if (written.Any(row => row.PersistenceId == log && row.SequenceNr > after))
        {
            ended(new QueueLogWritten([], new JournalFaultException("this copy of the log is stale")));
            return;
        }

        Send([.. writes], cause => ended(new QueueLogWritten(refused, cause)));
    }

    public Task<EventBounds> RaiseAsync(QueueId queue, long firstKept) =>
        Task.FromResult(TrimmedLogs.Of(JournalFaults.Of(system)).Raise(queue, firstKept));

    public Task<long> DeleteAsync(QueueId queue, long after) => Task.FromResult(TrimmedLogs.Of(JournalFaults.Of(system)).Delete(queue));

    public Task CopyAsync(QueueId queue, ConsumerGroup group, QueueEntry entry) =>
        StoreAsync(_mapping.ToEvent(EntryCopied.Of(entry), QueueName.PersistenceId(queue, group, entry.Offset), 1));

    /// <summary>Stores one event of another entity, as a queue does that appends with it.</summary>
    public Task StoreAsync(StoredEvent companion)
    {
        var done = new TaskCompletionSource();
        Send([new AtomicWrite(_mapping.ToRepresentation(companion))], cause =>
        {
            if (cause is null)
                done.SetResult();
            else
                done.SetException(cause);
        });
        return done.Task;
    }

    private static Persistent ToPersistent(object entry, string log, long number) =>
        new Persistent(entry, number, log, string.Empty, isDeleted: false, ActorRefs.NoSender, writerGuid: "");

    private void Send(IReadOnlyCollection<AtomicWrite> writes, Action<Exception?> ended)
    {
        if (writes.Count == 0)
        {
            ended(null);
            return;
        }

        var receiver = system.ActorOf(Props.Create(() => new Receiver(ended)));
        Akka.Persistence.Persistence.Instance.Apply(system).JournalFor(string.Empty).Tell(new WriteMessages(writes, receiver, 1));
    }

    /// <summary>Waits for the first answer that tells the result.</summary>
    private sealed class Receiver : ReceiveActor
    {
        public Receiver(Action<Exception?> ended)
        {
            Receive<WriteMessageSuccess>(_ => End(null));
            Receive<WriteMessageRejected>(rejected => End(rejected.Cause));
            Receive<WriteMessagesFailed>(failed => End(failed.Cause));
            ReceiveAny(_ => { });

            void End(Exception? cause)
            {
                ended(cause);
                Context.Stop(Self);
            }
        }
    }
}

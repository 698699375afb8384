using System.Collections.Concurrent;
using Akka.Actor;
using Akka.Configuration;
using Akka.Persistence;
using Akka.Persistence.Sql.Journal;
using Coordinator.Persistence.Schemas;

namespace Coordinator.Persistence.GroupCommit;

/// <summary>
/// Akka.Persistence.Sql's journal (its table, its configuration, its query side) with another way to the database: the
/// writes of all actors that are waiting go into one commit, of which only the guilty entry fails, and the reads of all
/// actors that are starting go into one query.
/// </summary>
/// <remarks>
/// Writes and recoveries are taken from the actor before the library's base class sees them, and answered directly:
/// a circuit breaker, a state machine and a second actor for every single event cost more than the event (the breaker
/// is around the group, where the database is). The order that Akka asks for is kept without a resequencer, because a
/// persistent actor has one request in flight.
/// <para>
/// A refused duplicate is a rejection, not a failure: it says for certain that nothing was stored. Persistent actors
/// stop on both.
/// </para>
/// </remarks>
internal sealed class GroupCommitJournal(Config config) : SqlWriteJournal(config)
{
    /// <summary>
    /// Up to where an actor recovers that knows of no events: it is not even asked how many there are, as it would be with 0. If
    /// there are any after all, its first write is refused.
    /// </summary>
    public const long UpToNothing = -1;

    private readonly ConcurrentDictionary<string, JournalWrite> _writing = new(StringComparer.Ordinal);
    private readonly StoredEventMapping _mapping = new(Context.System.Serialization, Context.System.Scheduler);
    private readonly GroupCommitQueues _lines = GroupCommitQueues.Of(Context.System);

    protected override bool AroundReceive(Receive receive, object message)
    {
        switch (message)
        {
            case WriteMessages request:
                Write(request);
                return true;
            case ReplayMessages { ToSequenceNr: UpToNothing } request:
                request.PersistentActor.Tell(new RecoverySuccess(0), ActorRefs.NoSender);
                return true;
            case ReplayMessages request:
                _ = ReplayAsync(request);
                return true;
            default:
                return base.AroundReceive(receive, message);
        }
    }

    private void Write(WriteMessages request)
    {
        var receipt = new WriteReceipt(request, Self);
        try
        {
            if (ToWrite(request, receipt) is not { } write)
            {
                receipt.Stored();
                return;
            }

            _writing[write.PersistenceId] = write;
            _lines.Write(write);
        }
        catch (Exception cause)
        {
            // It did not get as far as the database.
            receipt.Rejected(cause);
        }
    }

    /// <summary>Null when there is nothing to store.</summary>
    private JournalWrite? ToWrite(WriteMessages request, WriteReceipt receipt)
    {
        var events = new List<StoredEvent>(1);
        var isDeferrable = true;
        foreach (var envelope in request.Messages)
        {
            if (envelope is not AtomicWrite atomic)
                continue;
            var representations = WriteReceipt.EventsOf(atomic);
            for (var i = 0; i < representations.Count; i++)
            {
                isDeferrable &= representations[i].Payload is IDeferrable;
                events.Add(_mapping.ToEvent(AdaptToJournal(representations[i])));
            }
        }

        return events.Count == 0 ? null : new JournalWrite(events, (write, cause) =>
        {
            _writing.TryRemove(KeyValuePair.Create(write.PersistenceId, write));
            receipt.Ended(cause);
        })
        {
            IsDeferrable = isDeferrable,
        };
    }

    private async Task ReplayAsync(ReplayMessages request)
    {
        var actor = request.PersistentActor;
        try
        {
            // A restarted actor must not overtake the last write of its predecessor; how that write ends is not its concern.
            if (_writing.TryGetValue(request.PersistenceId, out var writing))
                await writing.Over.ConfigureAwait(false);
            var highest = await _lines.ReadHighestAsync(request.PersistenceId).ConfigureAwait(false);
            await ReplayAsync(request, Math.Min(request.ToSequenceNr, highest)).ConfigureAwait(false);
            actor.Tell(new RecoverySuccess(highest), ActorRefs.NoSender);
        }
        catch (Exception cause)
        {
            actor.Tell(new ReplayMessagesFailure(cause), ActorRefs.NoSender);
        }
    }

    private async Task ReplayAsync(ReplayMessages request, long to)
    {
        var (from, max) = (request.FromSequenceNr, request.Max);
        while (max > 0 && from <= to)
        {
            var page = await _lines.ReadEventsAsync(request.PersistenceId, from, to).ConfigureAwait(false);
            foreach (var stored in page)
            {
                if (max-- == 0)
                    return;
                foreach (var adapted in AdaptFromJournal(_mapping.ToRepresentation(stored)))
                    request.PersistentActor.Tell(new ReplayedMessage(adapted), ActorRefs.NoSender);
            }

            if (page.Count < EventsRead.PageSize)
                return;
            from = page[^1].SequenceNumber + 1;
        }
    }
}

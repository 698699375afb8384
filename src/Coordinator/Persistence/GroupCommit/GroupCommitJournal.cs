using Akka.Actor;
using Akka.Configuration;
using Akka.Persistence;
using Akka.Persistence.Sql.Journal;
using Coordinator.Persistence.Schemas;

namespace Coordinator.Persistence.GroupCommit;

/// <summary>
/// Akka.Persistence.Sql's journal with its table, configuration and queries, but with grouped database access. The writes of all
/// waiting actors go into one commit, of which only a duplicate fails. The reads of all starting actors go into one query.
/// </summary>
/// <remarks>
/// Writes and recoveries are handled before the library's base class sees them. Its circuit breaker, state machine and second actor
/// for each event cost more than the event. Here one circuit breaker guards the whole group. No resequencer is needed for the order
/// that Akka requires, because a persistent actor has one request in flight.
/// <para>
/// A refused duplicate is a rejection, not a failure, because nothing of it was stored. Persistent actors stop on both.
/// </para>
/// </remarks>
internal sealed class GroupCommitJournal(Config config) : SqlWriteJournal(config)
{
    /// <summary>
    /// <c>ToSequenceNr</c> value that skips recovery entirely. With 0, the journal would still read the highest sequence number. If
    /// there are events after all, the first write of the actor is refused.
    /// </summary>
    public const long UpToNothing = -1;

    private readonly StoredEventMapping _mapping = new(Context.System.Serialization, Context.System.Scheduler);
    private readonly GroupCommitQueues _queues = GroupCommitQueues.Of(Context.System);

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
            if (ToWrite(request, receipt) is { } write)
                _queues.Write(write);
            else
                receipt.Stored();
        }
        catch (Exception cause)
        {
            // The write did not reach the database.
            receipt.Rejected(cause);
        }
    }

    /// <summary>Creates the write; <c>null</c> when there is nothing to store.</summary>
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

        return events.Count == 0 ? null : new JournalWrite(events, receipt.Ended) { IsDeferrable = isDeferrable };
    }

    private async Task ReplayAsync(ReplayMessages request)
    {
        var actor = request.PersistentActor;
        try
        {
            await _queues.LastWriteAsync(request.PersistenceId).ConfigureAwait(false);
            var bounds = await _queues.ReadBoundsAsync(request.PersistenceId).ConfigureAwait(false);
            await ReplayAsync(request, bounds).ConfigureAwait(false);
            actor.Tell(new RecoverySuccess(bounds.Highest), ActorRefs.NoSender);
        }
        catch (Exception cause)
        {
            actor.Tell(new ReplayMessagesFailure(cause), ActorRefs.NoSender);
        }
    }

    private async Task ReplayAsync(ReplayMessages request, EventBounds bounds)
    {
        var max = request.Max;
        // What is below the bound may be deleted in part. No entity may recover from that part.
        var (from, to) = (Math.Max(request.FromSequenceNr, bounds.FirstKept), Math.Min(request.ToSequenceNr, bounds.Highest));
        while (max > 0 && from <= to)
        {
            var page = await _queues.ReadEventsAsync(request.PersistenceId, from, to).ConfigureAwait(false);
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

using System.Collections.Concurrent;
using System.Collections.Immutable;
using Akka.Actor;
using Akka.Configuration;
using Akka.Persistence;
using Akka.Persistence.Sql.Journal;

namespace Coordinator.Storage.GroupCommit;

/// <summary>
/// Akka.Persistence.Sql's journal (its table, its configuration, its query side) with another way to the database: the
/// writes of all actors that are waiting go into one commit, of which only the guilty entry fails, and the reads of all
/// actors that are starting go into one query.
/// </summary>
/// <remarks>
/// A refused duplicate is a rejection, not a failure: it says for certain that nothing was stored, and it must not count
/// towards the circuit breaker that guards the journal for everybody else. Persistent actors stop on both.
/// </remarks>
internal sealed class GroupCommitJournal : SqlWriteJournal
{
    private readonly ConcurrentDictionary<string, Task> _writing = new(StringComparer.Ordinal);
    private readonly StoredEventMapping _mapping = new(Context.System.Serialization, Context.System.Scheduler);
    private readonly GroupCommitLines _lines = GroupCommitLines.Of(Context.System);

    public GroupCommitJournal(Config config) : base(config)
    {
    }

    protected override async Task<IImmutableList<Exception>> WriteMessagesAsync(
        IEnumerable<AtomicWrite> messages,
        CancellationToken cancellationToken)
    {
        var atomicWrites = messages.ToList();
        var write = new JournalWrite(_mapping.ToEvents(atomicWrites));
        var persistenceId = atomicWrites[0].PersistenceId;
        _writing[persistenceId] = write.Done;
        try
        {
            await _lines.WriteAsync(write).ConfigureAwait(false);
            return null!; // Akka's word for "nothing rejected"
        }
        catch (DuplicateEventException duplicate)
        {
            return Enumerable.Repeat<Exception>(duplicate, atomicWrites.Count).ToImmutableList();
        }
        finally
        {
            _writing.TryRemove(KeyValuePair.Create(persistenceId, write.Done));
        }
    }

    public override async Task<long> ReadHighestSequenceNrAsync(
        string persistenceId,
        long fromSequenceNr,
        CancellationToken cancellationToken)
    {
        // A restarted actor must not overtake the last write of its predecessor; how that write ends is not its concern.
        if (_writing.TryGetValue(persistenceId, out var writing))
            await writing.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        return await _lines.ReadHighestAsync(persistenceId).ConfigureAwait(false);
    }

    public override async Task ReplayMessagesAsync(
        IActorContext context,
        string persistenceId,
        long fromSequenceNr,
        long toSequenceNr,
        long max,
        Action<IPersistentRepresentation> recoveryCallback)
    {
        while (max > 0 && fromSequenceNr <= toSequenceNr)
        {
            var page = await _lines.ReadEventsAsync(persistenceId, fromSequenceNr, toSequenceNr).ConfigureAwait(false);
            foreach (var stored in page)
            {
                if (max-- == 0)
                    return;
                recoveryCallback(_mapping.ToRepresentation(stored));
            }

            if (page.Count < EventsRead.PageSize)
                return;
            fromSequenceNr = page[^1].SequenceNumber + 1;
        }
    }
}

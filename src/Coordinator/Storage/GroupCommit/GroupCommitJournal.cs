using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
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
[SuppressMessage("Design", "CA1001", Justification = "An actor's disposal is its PostStop.")]
internal sealed class GroupCommitJournal : SqlWriteJournal
{
    private const int MaxWritesInGroup = 4_096;
    private const int MaxReadsInGroup = 1_024;

    private readonly ConcurrentDictionary<string, Task> _writing = new(StringComparer.Ordinal);
    private readonly StoredEventMapping _mapping;
    private readonly IJournalTable _table;
    private readonly GroupRunner<JournalWrite> _writes;
    private readonly GroupRunner<HighestRead> _highestReads;
    private readonly GroupRunner<EventsRead> _eventReads;

    public GroupCommitJournal(Config config) : base(config)
    {
        _mapping = new StoredEventMapping(Context.System.Serialization);
        _table = JournalTables.Open(config.GetString("provider-name"), config.GetString("connection-string"));
        _writes = new GroupRunner<JournalWrite>(MaxWritesInGroup, _table.WriteParallelism, WriteGroupAsync);
        _highestReads = new GroupRunner<HighestRead>(MaxReadsInGroup, 1, group => ReadGroupAsync(group, _table.ReadHighestAsync));
        _eventReads = new GroupRunner<EventsRead>(MaxReadsInGroup, 1, group => ReadGroupAsync(group, _table.ReadEventsAsync));
    }

    protected override void PostStop()
    {
        base.PostStop();
        _ = CloseAsync();
    }

    protected override async Task<IImmutableList<Exception>> WriteMessagesAsync(IEnumerable<AtomicWrite> messages, CancellationToken cancellationToken)
    {
        var atomicWrites = messages.ToList();
        var write = new JournalWrite(_mapping.ToEvents(atomicWrites));
        var persistenceId = atomicWrites[0].PersistenceId;
        _writing[persistenceId] = write.Done;
        try
        {
            Enqueue(_writes, write);
            await write.Done.ConfigureAwait(false);
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

    public override async Task<long> ReadHighestSequenceNrAsync(string persistenceId, long fromSequenceNr, CancellationToken cancellationToken)
    {
        // A restarted actor must not overtake the last write of its predecessor; how that write ends is not its concern.
        if (_writing.TryGetValue(persistenceId, out var writing))
            await writing.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        var read = new HighestRead(persistenceId);
        Enqueue(_highestReads, read);
        return await read.Answer.ConfigureAwait(false);
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
            var read = new EventsRead(persistenceId, fromSequenceNr, toSequenceNr);
            Enqueue(_eventReads, read);
            var page = await read.Answer.ConfigureAwait(false);
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

    private static void Enqueue<TItem>(GroupRunner<TItem> runner, TItem item) =>
        ObjectDisposedException.ThrowIf(!runner.TryAdd(item), typeof(GroupCommitJournal));

    private async Task WriteGroupAsync(IReadOnlyList<JournalWrite> group)
    {
        try
        {
            await _table.WriteAsync(group).ConfigureAwait(false);
            foreach (var write in group)
                write.Succeed();
        }
        catch (Exception error)
        {
            foreach (var write in group)
                write.Fail(error);
        }
    }

    private static async Task ReadGroupAsync<TRead>(IReadOnlyList<TRead> group, Func<IReadOnlyList<TRead>, Task> readAsync)
        where TRead : JournalRead
    {
        try
        {
            await readAsync(group).ConfigureAwait(false);
        }
        catch (Exception error)
        {
            foreach (var read in group)
                read.Fail(error);
        }
    }

    private async Task CloseAsync()
    {
        await _writes.DisposeAsync();
        await _highestReads.DisposeAsync();
        await _eventReads.DisposeAsync();
        await _table.DisposeAsync();
    }
}

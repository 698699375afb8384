using Akka.Actor;
using Akka.Configuration;

namespace Coordinator.Storage.GroupCommit;

/// <summary>
/// The lines in front of the database, one set for an actor system: journal and snapshot store share them, because in
/// SQLite two writers would only wait for each other's lock.
/// </summary>
internal sealed class GroupCommitLines : IExtension, IAsyncDisposable
{
    private const int MaxWritesInGroup = 4_096;
    private const int MaxReadsInGroup = 1_024;

    private readonly IEventStore _store;
    private readonly GroupRunner<StoreWrite> _writes;
    private readonly GroupRunner<HighestRead> _highestReads;
    private readonly GroupRunner<EventsRead> _eventReads;

    private GroupCommitLines(ExtendedActorSystem system, Config journal)
    {
        _store = EventStores.Open(journal.GetString("provider-name"), journal.GetString("connection-string"));
        _writes = new GroupRunner<StoreWrite>(
            MaxWritesInGroup, _store.WriteParallelism, WriteGroupAsync, (write, error) => write.Fail(error));
        _highestReads = new GroupRunner<HighestRead>(
            MaxReadsInGroup, 1, _store.ReadHighestAsync, (read, error) => read.Fail(error));
        _eventReads = new GroupRunner<EventsRead>(
            MaxReadsInGroup, 1, _store.ReadEventsAsync, (read, error) => read.Fail(error));
        system.WhenTerminated.ContinueWith(_ => DisposeAsync().AsTask(), TaskScheduler.Default);
    }

    public static GroupCommitLines Of(ActorSystem system) => system.WithExtension<GroupCommitLines, Provider>();

    /// <summary>Returns once it is durable.</summary>
    /// <exception cref="DuplicateEventException">It was refused; nothing of it is stored.</exception>
    public Task WriteAsync(StoreWrite write)
    {
        Enqueue(_writes, write);
        return write.Done;
    }

    public Task<long> ReadHighestAsync(string persistenceId)
    {
        var read = new HighestRead(persistenceId);
        Enqueue(_highestReads, read);
        return read.Answer;
    }

    public Task<IReadOnlyList<StoredEvent>> ReadEventsAsync(string persistenceId, long from, long to)
    {
        var read = new EventsRead(persistenceId, from, to);
        Enqueue(_eventReads, read);
        return read.Answer;
    }

    public async ValueTask DisposeAsync()
    {
        await _writes.DisposeAsync();
        await _highestReads.DisposeAsync();
        await _eventReads.DisposeAsync();
        await _store.DisposeAsync();
    }

    private static void Enqueue<TItem>(GroupRunner<TItem> line, TItem item) =>
        ObjectDisposedException.ThrowIf(!line.TryAdd(item), typeof(GroupCommitLines));

    private async Task WriteGroupAsync(IReadOnlyList<StoreWrite> group)
    {
        await _store.WriteAsync(group).ConfigureAwait(false);
        foreach (var write in group)
            write.Succeed();
    }

    private sealed class Provider : ExtensionIdProvider<GroupCommitLines>
    {
        public override GroupCommitLines CreateExtension(ExtendedActorSystem system) =>
            new(system, system.Settings.Config.GetConfig("akka.persistence.journal.sql"));
    }
}

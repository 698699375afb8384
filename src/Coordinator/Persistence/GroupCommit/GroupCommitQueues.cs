using System.Collections.Concurrent;
using Akka.Actor;
using Akka.Configuration;
using Akka.Pattern;

namespace Coordinator.Persistence.GroupCommit;

/// <summary>
/// Queues of reads and writes to the database, one set per actor system. Journal and snapshot store share them, because in SQLite
/// two writers would only wait for each other's lock.
/// </summary>
internal sealed class GroupCommitQueues : IExtension, IAsyncDisposable
{
    private const int MaxWritesInGroup = 4_096;

    /// <summary>Bytes at which a commit takes no further write. One statement of PostgreSQL takes no more than 1 GiB, and keeps it in memory.</summary>
    public const long MaxBytesInGroup = 16 * 1024 * 1024;

    private const int MaxReadsInGroup = 1_024;
    private static readonly TimeSpan LongestWait = TimeSpan.FromMilliseconds(50);

    private readonly IEventStore _store;
    private readonly CircuitBreaker _breaker;
    private readonly GroupRunner<StoreWrite> _writes;
    private readonly GroupRunner<BoundsRead> _boundsReads;
    private readonly GroupRunner<EventsRead> _eventReads;
    private long _knownExpiry;
    private readonly ConcurrentDictionary<string, EventWrite> _writing = new(StringComparer.Ordinal);

    private GroupCommitQueues(ExtendedActorSystem system, Config journal)
    {
        var setup = system.Settings.Setup.Get<PasswordSetup>();
        _store = EventStores.Open(
            journal.GetString("provider-name"),
            journal.GetString("connection-string"),
            setup.HasValue ? setup.Value.Current : null);
        _breaker = new CircuitBreaker(
            system.Scheduler,
            journal.GetInt("circuit-breaker.max-failures"),
            // A group never times out, because every statement has a timeout of its own.
            Timeout.InfiniteTimeSpan,
            journal.GetTimeSpan("circuit-breaker.reset-timeout"));
        _writes = new GroupRunner<StoreWrite>(
            MaxWritesInGroup,
            _store.WriteParallelism,
            LongestWait,
            Guarded<StoreWrite>(WriteGroupAsync),
            (write, error) => write.Fail(error),
            MaxBytesInGroup,
            write => write.Bytes);
        _boundsReads = new GroupRunner<BoundsRead>(
            MaxReadsInGroup, 1, LongestWait, Guarded<BoundsRead>(_store.ReadBoundsAsync), (read, error) => read.Fail(error));
        _eventReads = new GroupRunner<EventsRead>(
            MaxReadsInGroup, 1, LongestWait, Guarded<EventsRead>(_store.ReadEventsAsync), (read, error) => read.Fail(error));
        system.WhenTerminated.ContinueWith(_ => DisposeAsync().AsTask(), TaskScheduler.Default);
    }

    /// <summary>True while the circuit breaker is open: after failed groups, further reads and writes fail at once for a moment.</summary>
    public bool IsShut => _breaker.IsOpen;

    /// <summary>
    /// Bound of the times in transactions' ids as the last read found it, in Unix milliseconds. The one in force may be higher, never lower.
    /// </summary>
    public long KnownExpiry => Volatile.Read(ref _knownExpiry);

    public static GroupCommitQueues Of(ActorSystem system) => system.WithExtension<GroupCommitQueues, Provider>();

    /// <summary>
    /// Adds a write to the next commit, which calls it back at the end. A deferrable write waits for the commit of another one, up
    /// to a limit.
    /// </summary>
    public void Write(EventWrite write)
    {
        write.ListIn(_writing);
        Require(write.IsDeferrable ? _writes.TryAddDeferrable(write) : _writes.TryAdd(write));
    }

    /// <summary>
    /// Returns when the last write of this persistence id has ended, however it ends. A restarted entity must not overtake the last
    /// write of its predecessor. Companions are not listed: their unique key refuses whoever comes second.
    /// </summary>
    public Task LastWriteAsync(string persistenceId) =>
        _writing.TryGetValue(persistenceId, out var write) ? write.Over : Task.CompletedTask;

    /// <summary>Adds a write to the next commit, and returns when it is durable.</summary>
    public Task WriteAsync(AwaitedWrite write)
    {
        Require(_writes.TryAdd(write));
        return write.Done;
    }

    public async Task<EventBounds> ReadBoundsAsync(string persistenceId)
    {
        var read = new BoundsRead(persistenceId);
        Require(_boundsReads.TryAdd(read));
        var bounds = await read.Answer.ConfigureAwait(false);
        for (var known = KnownExpiry; bounds.ExpiresBefore > known; known = KnownExpiry)
            Interlocked.CompareExchange(ref _knownExpiry, bounds.ExpiresBefore, known);
        return bounds;
    }

    /// <param name="persistenceId">Persistence id.</param>
    /// <param name="from">First sequence number.</param>
    /// <param name="to">Last sequence number.</param>
    /// <param name="maxBytes">Bytes after which no further event is read, for a reader that asks again.</param>
    public Task<IReadOnlyList<StoredEvent>> ReadEventsAsync(string persistenceId, long from, long to, long maxBytes = long.MaxValue)
    {
        var read = new EventsRead(persistenceId, from, to, maxBytes);
        Require(_eventReads.TryAdd(read));
        return read.Answer;
    }

    public async ValueTask DisposeAsync()
    {
        await _writes.DisposeAsync();
        await _boundsReads.DisposeAsync();
        await _eventReads.DisposeAsync();
        await _store.DisposeAsync();
    }

    private static void Require(bool isTaken) => ObjectDisposedException.ThrowIf(!isTaken, typeof(GroupCommitQueues));

    /// <summary>Guards groups with the circuit breaker: while the database is unavailable, waiting items fail at once.</summary>
    private Func<IReadOnlyList<TItem>, Task> Guarded<TItem>(Func<IReadOnlyList<TItem>, Task> run) =>
        group => _breaker.WithCircuitBreaker((run, group), static (guarded, _) => guarded.run(guarded.group));

    private async Task WriteGroupAsync(IReadOnlyList<StoreWrite> group)
    {
        await _store.WriteAsync(group).ConfigureAwait(false);
        foreach (var write in group)
            write.Succeed();
    }

    private sealed class Provider : ExtensionIdProvider<GroupCommitQueues>
    {
        public override GroupCommitQueues CreateExtension(ExtendedActorSystem system) =>
            new(system, system.Settings.Config.GetConfig("akka.persistence.journal.sql"));
    }
}

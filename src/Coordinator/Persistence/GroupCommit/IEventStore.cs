namespace Coordinator.Persistence.GroupCommit;

/// <summary>Reads and writes Akka.Persistence.Sql's tables in groups. Each kind of database has an implementation.</summary>
internal interface IEventStore : IAsyncDisposable
{
    /// <summary>Largest number of groups of writes that run at the same time.</summary>
    int WriteParallelism { get; }

    /// <summary>
    /// Stores the writes. A <see cref="JournalWrite" /> whose sequence number is taken is refused, without failing the others. So is one
    /// whose number was taken by an event that is deleted, and one of an expired id without events. Returns when all others are durable. Throws when that is unknown.
    /// </summary>
    Task WriteAsync(IReadOnlyList<StoreWrite> writes);

    /// <summary>Answers each read, or throws.</summary>
    Task ReadBoundsAsync(IReadOnlyList<BoundsRead> reads);

    /// <summary>Answers each read, or throws.</summary>
    Task ReadEventsAsync(IReadOnlyList<EventsRead> reads);
}

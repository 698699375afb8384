namespace Coordinator.Persistence.GroupCommit;

/// <summary>Akka.Persistence.Sql's tables in one kind of database, read and written by the group.</summary>
internal interface IEventStore : IAsyncDisposable
{
    /// <summary>How many groups of writes may be under way at the same time.</summary>
    int WriteParallelism { get; }

    /// <summary>
    /// Stores the writes. A <see cref="JournalWrite" /> whose sequence number is taken is refused, alone. Returns once all others
    /// are durable; throws when that is unknown.
    /// </summary>
    Task WriteAsync(IReadOnlyList<StoreWrite> writes);

    /// <summary>Answers each of the reads, or throws.</summary>
    Task ReadHighestAsync(IReadOnlyList<HighestRead> reads);

    /// <summary>Answers each of the reads, or throws.</summary>
    Task ReadEventsAsync(IReadOnlyList<EventsRead> reads);
}

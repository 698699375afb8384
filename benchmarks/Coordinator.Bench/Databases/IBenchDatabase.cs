using Coordinator.Bench.Filling;
using Coordinator.Bench.Floors;

namespace Coordinator.Bench.Databases;

/// <summary>Where the coordinator of one measurement keeps its journal.</summary>
internal interface IBenchDatabase : IAsyncDisposable
{
    /// <summary>What tells the coordinator of it.</summary>
    IReadOnlyDictionary<string, string> CoordinatorOptions { get; }

    /// <summary>What the database has done so far.</summary>
    /// <param name="coordinator">The process that uses it.</param>
    /// <param name="ct">Gives up.</param>
    Task<DatabaseUsage> UsageAsync(int coordinator, CancellationToken ct);

    /// <summary>How many transactions the journal shows as undecided, or as not in all queues.</summary>
    Task<long> OpenTransactionsAsync(CancellationToken ct);

    /// <summary>What the coordinator has written for each transaction; asked when it has stopped.</summary>
    Task<IReadOnlyList<RowShape>> ShapeAsync(CancellationToken ct);

    /// <summary>The way into the coordinator's journal, past the coordinator; it must have stopped.</summary>
    Task<IJournalWriter> OpenJournalAsync(CancellationToken ct);

    /// <summary>An empty journal beside the coordinator's, made alike.</summary>
    Task<IFloorStore> OpenFloorAsync(IReadOnlyList<RowShape> shape, CancellationToken ct);
}

using Coordinator.Bench.Filling;
using Coordinator.Bench.Floors;

namespace Coordinator.Bench.Databases;

/// <summary>Database that holds the coordinator's journal during one measurement.</summary>
internal interface IBenchDatabase : IAsyncDisposable
{
    /// <summary>Gets the coordinator options that select the database.</summary>
    IReadOnlyDictionary<string, string> CoordinatorOptions { get; }

    /// <summary>Reads the work of the database since it was created.</summary>
    /// <param name="coordinator">Process of the coordinator that uses the database.</param>
    /// <param name="ct">Cancels the query.</param>
    Task<DatabaseUsage> UsageAsync(int coordinator, CancellationToken ct);

    /// <summary>Counts the rows of journal and snapshots, and measures the database.</summary>
    Task<DatabaseSize> SizeAsync(CancellationToken ct);

    /// <summary>Reads the highest ordering of the journal.</summary>
    Task<long> LastOrderingAsync(CancellationToken ct);

    /// <summary>Tells whether the journal has rows above one ordering, up to another.</summary>
    Task<bool> HasRowsAsync(long after, long upTo, CancellationToken ct);

    /// <summary>Counts the transactions that the journal shows as undecided or as not yet in all queues.</summary>
    Task<long> OpenTransactionsAsync(CancellationToken ct);

    /// <summary>Reads the rows that the coordinator wrote for each transaction. The coordinator must have stopped.</summary>
    Task<IReadOnlyList<RowShape>> ShapeAsync(CancellationToken ct);

    /// <summary>Opens a writer that puts rows into the journal directly. The coordinator must have stopped.</summary>
    Task<IJournalWriter> OpenJournalAsync(CancellationToken ct);

    /// <summary>Creates an empty copy of the journal's schema for the floor measurement.</summary>
    Task<IFloorStore> OpenFloorAsync(IReadOnlyList<RowShape> shape, CancellationToken ct);
}

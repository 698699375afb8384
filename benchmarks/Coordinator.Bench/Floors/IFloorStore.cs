namespace Coordinator.Bench.Floors;

/// <summary>Writes the rows of transactions as plainly as the database allows.</summary>
internal interface IFloorStore : IAsyncDisposable
{
    /// <summary>Gets the number of batches that may be under way at the same time.</summary>
    int Parallelism { get; }

    /// <summary>Writes all rows of the given transactions and returns when they are durable.</summary>
    Task WriteAsync(IReadOnlyList<long> transactions);
}

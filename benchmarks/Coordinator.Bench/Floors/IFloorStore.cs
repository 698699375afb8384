namespace Coordinator.Bench.Floors;

/// <summary>Writes the rows of transactions as plainly as the database allows.</summary>
internal interface IFloorStore : IAsyncDisposable
{
    /// <summary>How many batches may be under way at the same time.</summary>
    int Parallelism { get; }

    /// <summary>Returns once all rows of the transactions of these numbers are durable.</summary>
    Task WriteAsync(IReadOnlyList<long> transactions);
}

namespace Coordinator.Bench.Scenarios;

/// <summary>Costs of open transactions.</summary>
internal sealed record OpenFigures
{
    public required long Count { get; init; }

    /// <summary>Gets the coordinator's live managed heap before the transactions were prepared.</summary>
    public required long HeapBefore { get; init; }

    public required long HeapAfter { get; init; }

    /// <summary>Gets the memory of the whole process before the transactions were prepared.</summary>
    public required long ResidentBefore { get; init; }

    public required long ResidentAfter { get; init; }

    /// <summary>Gets the seconds from the start of the process until it was ready.</summary>
    public required double ReadyAfterSeconds { get; init; }

    /// <summary>
    /// Gets the seconds from the start of the process until its sweep had found every transaction; <c>null</c> when it did not
    /// in time.
    /// </summary>
    public required double? FoundAfterSeconds { get; init; }

    public double BytesEach => Math.Max(0, (double)(HeapAfter - HeapBefore) / Count);
}

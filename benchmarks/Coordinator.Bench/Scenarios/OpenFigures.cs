namespace Coordinator.Bench.Scenarios;

/// <summary>What open transactions cost.</summary>
internal sealed record OpenFigures
{
    public required long Count { get; init; }

    /// <summary>Managed heap in use, without garbage, of the coordinator before they were prepared.</summary>
    public required long HeapBefore { get; init; }

    public required long HeapAfter { get; init; }

    /// <summary>Memory of the whole process.</summary>
    public required long ResidentBefore { get; init; }

    public required long ResidentAfter { get; init; }

    /// <summary>From the start of the process until it was ready.</summary>
    public required double ReadyAfterSeconds { get; init; }

    /// <summary>From the start of the process until its sweep had found every one; null when it did not in time.</summary>
    public required double? FoundAfterSeconds { get; init; }

    public double BytesEach => Math.Max(0, (double)(HeapAfter - HeapBefore) / Count);
}

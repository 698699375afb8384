namespace Coordinator.Bench.Scenarios;

/// <summary>Figures of a group that caught up.</summary>
internal sealed record CatchUpFigures
{
    public required long Behind { get; init; }

    /// <summary>
    /// Gets the seconds from the late group's start until it had handled everything; <c>null</c> when it did not in time.
    /// </summary>
    public required double? Seconds { get; init; }

    /// <summary>Gets the transactions that producers finished each second before the late group started.</summary>
    public required double ProducedBefore { get; init; }

    /// <summary>Gets the transactions that producers finished each second while the late group caught up.</summary>
    public required double ProducedMeanwhile { get; init; }

    /// <summary>Gets the number of messages that the late group never received.</summary>
    public required long Missing { get; init; }

    public required long Duplicates { get; init; }

    public double PerSecond => Behind / Seconds ?? 0;

    /// <summary>Gets the share of their throughput that producers lost.</summary>
    public double SlowDown => ProducedBefore == 0 ? 1 : 1 - (ProducedMeanwhile / ProducedBefore);
}

namespace Coordinator.Bench.Scenarios;

/// <summary>What it cost that a group caught up.</summary>
internal sealed record CatchUpFigures
{
    public required long Behind { get; init; }

    /// <summary>From the late group's start until it had handled everything; null when it never had.</summary>
    public required double? Seconds { get; init; }

    /// <summary>Transactions that producers finished each second, before.</summary>
    public required double ProducedBefore { get; init; }

    /// <summary>The same while the late group caught up.</summary>
    public required double ProducedMeanwhile { get; init; }

    /// <summary>Of what was put in, what the late group never saw.</summary>
    public required long Missing { get; init; }

    public required long Duplicates { get; init; }

    public double PerSecond => Behind / Seconds ?? 0;

    /// <summary>The share that producers lost.</summary>
    public double SlowDown => ProducedBefore == 0 ? 1 : 1 - (ProducedMeanwhile / ProducedBefore);
}

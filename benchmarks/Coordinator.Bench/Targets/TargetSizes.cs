namespace Coordinator.Bench.Targets;

/// <summary>How long and how large everything is that has a target.</summary>
internal sealed record TargetSizes
{
    public required TimeSpan WarmUp { get; init; }

    public required TimeSpan Length { get; init; }

    public required TimeSpan Soak { get; init; }

    /// <summary>Transactions a second of the open loop.</summary>
    public required double SoakRate { get; init; }

    /// <summary>Open transactions.</summary>
    public required int Open { get; init; }

    /// <summary>Transactions that fall due at once.</summary>
    public required int Due { get; init; }

    /// <summary>Messages that a consumer is behind.</summary>
    public required int Behind { get; init; }

    /// <summary>In the journal already.</summary>
    public required int Rows { get; init; }

    /// <summary>Of the application and of the coordinator each.</summary>
    public required int Kills { get; init; }

    /// <summary>Before memory is measured, and around a kill.</summary>
    public required TimeSpan Rest { get; init; }
}

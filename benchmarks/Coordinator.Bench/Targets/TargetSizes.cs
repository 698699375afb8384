namespace Coordinator.Bench.Targets;

/// <summary>Lengths and sizes of the scenarios that have a target.</summary>
internal sealed record TargetSizes
{
    public required TimeSpan WarmUp { get; init; }

    public required TimeSpan Length { get; init; }

    public required TimeSpan Soak { get; init; }

    /// <summary>Gets the transactions a second of the open loop.</summary>
    public required double SoakRate { get; init; }

    /// <summary>Gets the number of open transactions.</summary>
    public required int Open { get; init; }

    /// <summary>Gets the number of transactions that fall due at once.</summary>
    public required int Due { get; init; }

    /// <summary>Gets the number of messages that a consumer is behind.</summary>
    public required int Behind { get; init; }

    /// <summary>Gets the number of rows that the journal holds already.</summary>
    public required int Rows { get; init; }

    /// <summary>Gets the number of kills of the application and of the coordinator each.</summary>
    public required int Kills { get; init; }

    /// <summary>Gets the time without load before memory is measured, and the time before and after a kill.</summary>
    public required TimeSpan Settle { get; init; }
}

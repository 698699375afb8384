namespace Coordinator.Bench.Scenarios;

/// <summary>Figures of messages that were delivered while others waited.</summary>
internal sealed record WaitingFigures
{
    public required long Waiting { get; init; }

    /// <summary>Gets the seconds from the group's start until every message that waits had failed; <c>null</c>: not in time.</summary>
    public required double? SecondsToRead { get; init; }

    /// <summary>Gets the messages that were sent then and do not wait.</summary>
    public required long Sent { get; init; }

    /// <summary>Gets those of them that the group never received.</summary>
    public required long Missing { get; init; }

    public required double P50Milliseconds { get; init; }

    public required double P99Milliseconds { get; init; }

    /// <summary>Gets the longest time from the begin of a transaction to its delivery.</summary>
    public required double LongestMilliseconds { get; init; }

    /// <summary>Gets by how much the coordinator's heap has grown, without garbage, for each message that waits.</summary>
    public required double BytesPerWaiting { get; init; }

    /// <summary>Gets the memory of the coordinator's process at the end.</summary>
    public required long ResidentBytes { get; init; }
}

namespace Coordinator.Harness.Histories;

/// <summary>End of a transaction for its producer.</summary>
public enum Result
{
    /// <summary>The coordinator has confirmed the commit or the rollback.</summary>
    Confirmed = 1,

    /// <summary>The local outcome is durable, and the coordinator could not be told.</summary>
    Unconfirmed = 2,

    /// <summary>The producer sent no outcome on purpose; a check must find it.</summary>
    Silent = 3,

    /// <summary>A check fenced the local transaction.</summary>
    Fenced = 4,

    /// <summary>No coordinator answered in time.</summary>
    Unavailable = 5,

    /// <summary>The coordinator refused.</summary>
    Refused = 6,

    /// <summary>The producer's own database failed.</summary>
    Failed = 7,

    /// <summary>The local commit is durable, and its messages are stored beside it until they are handed over.</summary>
    Stored = 8,
}

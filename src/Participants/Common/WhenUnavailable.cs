namespace Coordinator.Participants.Common;

/// <summary>Behaviour of a send when the coordinator does not take its messages in time.</summary>
public enum WhenUnavailable
{
    /// <summary>Roll the local transaction back, and throw <see cref="CoordinatorUnavailableException" />.</summary>
    Fail = 1,

    /// <summary>
    /// Store the messages in the same local transaction, and commit. They are handed over when a session is there, the oldest first.
    /// </summary>
    StoreLocally = 2,
}

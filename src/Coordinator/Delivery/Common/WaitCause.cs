namespace Coordinator.Delivery.Common;

/// <summary>Cause for which a message of a group is not delivered, or not settled. Numbers are those of the wire.</summary>
internal enum WaitCause
{
    /// <summary>Its producer asked for a delay.</summary>
    Delay = 1,

    /// <summary>An earlier delivery failed.</summary>
    BackOff = 2,

    /// <summary>An earlier message of its ordering key is not settled.</summary>
    Key = 3,

    /// <summary>A member has it.</summary>
    Lease = 4,

    /// <summary>Its dead letter is not written yet.</summary>
    DeadLetter = 5,

    /// <summary>No member is there that asks for its tag.</summary>
    NoMember = 6,

    /// <summary>All members have as many deliveries as they take at once.</summary>
    NoRoom = 7,

    /// <summary>It was not read, because as many messages of the group wait as may be.</summary>
    Limit = 8,

    /// <summary>It is about to be handed over.</summary>
    Ready = 9,
}

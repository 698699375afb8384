namespace Coordinator.Retention;

/// <summary>Stage of a transaction, as far as it decides what is kept.</summary>
internal enum StoredStage
{
    /// <summary>Undecided.</summary>
    Open = 1,

    /// <summary>Undecided, and its budget of checks is used up.</summary>
    Parked = 2,

    /// <summary>Committed, but not known to be in all of its queues.</summary>
    Committed = 3,

    /// <summary>Rolled back, or committed and in all of its queues.</summary>
    Final = 4,

    /// <summary>It has an event that this release does not know.</summary>
    Unknown = 5,
}

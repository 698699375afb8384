namespace Coordinator.Harness.Histories;

/// <summary>State of a transaction, as one participant or one database has it.</summary>
public enum Verdict
{
    /// <summary>Unknown.</summary>
    None = 0,

    /// <summary>Prepared or parked.</summary>
    Open = 1,

    Committed = 2,

    RolledBack = 3,

    /// <summary>Ended and deleted since, or never prepared at all and too old to begin.</summary>
    Deleted = 4,
}

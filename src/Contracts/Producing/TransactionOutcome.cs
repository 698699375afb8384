namespace Coordinator.Contracts.Producing;

/// <summary>Result of a command.</summary>
public enum TransactionOutcome
{
    /// <summary>Done, now or by an earlier copy of the same command.</summary>
    Accepted = 1,

    /// <summary>The id is in use for other messages or by another group. Final.</summary>
    Conflict = 2,

    /// <summary>Commit of a transaction that was never prepared. Final.</summary>
    NotFound = 3,

    /// <summary>The decision was already taken, and it is commit. Final.</summary>
    AlreadyCommitted = 4,

    /// <summary>The decision was already taken, and it is rollback. Final.</summary>
    AlreadyRolledBack = 5,

    /// <summary>A value of the command is wrong. The detail names it and its range. Final.</summary>
    Invalid = 6,

    /// <summary>
    /// The coordinator cannot answer now, because of overload or missing storage. The command may or may not have taken effect.
    /// Repeat it under the same id.
    /// </summary>
    Busy = 7,

    /// <summary>
    /// The id is older than what the coordinator remembers. Its transaction has ended, or it never was. The outcome row in the producer's own
    /// database tells how. Final.
    /// </summary>
    Expired = 8,
}

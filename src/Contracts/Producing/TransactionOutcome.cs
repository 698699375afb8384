namespace Coordinator.Contracts.Producing;

/// <summary>How a command ended.</summary>
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

    /// <summary>The command itself is wrong; the detail says which value, and what is allowed. Final.</summary>
    Invalid = 6,

    /// <summary>
    /// The coordinator cannot say now (overload, or its storage is away): the command may or may not have taken effect.
    /// Repeat it under the same id.
    /// </summary>
    Busy = 7,
}

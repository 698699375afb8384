namespace Coordinator.Contracts.Checking;

/// <summary>
/// What an instance can know. There is no "not found": whoever has not seen the transaction fences it first, then answers.
/// </summary>
public enum CheckVerdict
{
    /// <summary>The local transaction is committed, for ever.</summary>
    Committed = 1,

    /// <summary>The local transaction did not happen, and is fenced: it never will.</summary>
    RolledBack = 2,

    /// <summary>It is still open. Ask again later.</summary>
    InProgress = 3,

    /// <summary>The instance could not find out (its database is away, say). Ask again later; not counted as an answer.</summary>
    Failed = 4,
}

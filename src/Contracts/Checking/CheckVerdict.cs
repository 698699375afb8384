namespace Coordinator.Contracts.Checking;

/// <summary>
/// Result of a check, as an instance of the producer knows it. There is no "not found": an instance that has not seen the transaction fences
/// it first and then answers.
/// </summary>
public enum CheckVerdict
{
    /// <summary>The local transaction is committed for ever.</summary>
    Committed = 1,

    /// <summary>The local transaction did not happen and is fenced, so it never will.</summary>
    RolledBack = 2,

    /// <summary>The local transaction is open. The coordinator asks again later.</summary>
    InProgress = 3,

    /// <summary>The instance could not find out, for example without its database. The coordinator asks again and counts no answer.</summary>
    Failed = 4,

    /// <summary>Outcomes of its time are purged in the service's database, so nobody knows. The coordinator parks it for an operator.</summary>
    Purged = 8,
}

using Coordinator.Contracts.Checking;

namespace Coordinator.Transactions;

/// <summary>
/// End of a check: the verdict of an instance, or the reason why there is none. A verdict has the same number in both enums. The journal and
/// the messages between nodes hold these numbers.
/// </summary>
internal enum CheckEnding
{
    Committed = CheckVerdict.Committed,
    RolledBack = CheckVerdict.RolledBack,
    InProgress = CheckVerdict.InProgress,

    /// <summary>The instance answered that it could not find out, or its session ended before it answered.</summary>
    Failed = CheckVerdict.Failed,

    /// <summary>The instance was asked and did not answer in time.</summary>
    TimedOut = 5,

    /// <summary>No instance of the group was connected.</summary>
    NoInstance = 6,

    /// <summary>
    /// No instance was asked, because too many checks of the group wait or another check of the transaction is in flight. Like
    /// <see cref="NoInstance" />, it uses up no check.
    /// </summary>
    Deferred = 7,

    /// <summary>The instance answered that outcomes of that time are purged. No further check would find one.</summary>
    Purged = CheckVerdict.Purged,
}

using Akka.Actor;

namespace Coordinator.Transactions;

internal enum CheckEnding
{
    Committed = 1,
    RolledBack = 2,
    InProgress = 3,

    /// <summary>The instance answered that it could not find out, or its session ended before it answered.</summary>
    Failed = 4,

    /// <summary>The instance was asked and did not answer in time.</summary>
    TimedOut = 5,

    /// <summary>No live instance of the group is known.</summary>
    NoInstance = 6,

    /// <summary>
    /// Not asked, the group's line being full or another check of the transaction in flight. Uses nothing up, like NoInstance.
    /// </summary>
    Deferred = 7,
}

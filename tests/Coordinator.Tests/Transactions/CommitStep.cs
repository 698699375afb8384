namespace Coordinator.Tests.Transactions;

/// <summary>Point of a commit at which something crashes.</summary>
public enum CommitStep
{
    /// <summary>The append is on its way to the queue, and is lost.</summary>
    BeforeTheQueue = 1,

    /// <summary>The queue has begun a write that reaches the database only after the crash.</summary>
    BeforeTheWrite = 2,

    /// <summary>The write is stored, and the queue has not learnt it.</summary>
    AfterTheWrite = 3,
}

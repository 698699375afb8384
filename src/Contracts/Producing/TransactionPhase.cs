namespace Coordinator.Contracts.Producing;

/// <summary>State of a transaction.</summary>
public enum TransactionPhase
{
    /// <summary>The coordinator does not know the transaction.</summary>
    None = 0,

    /// <summary>The messages are durable and invisible. There is no decision.</summary>
    Prepared = 1,

    /// <summary>There is no decision, and the budget of answered checks is used up. An operator should look. Nothing is dropped.</summary>
    Parked = 2,

    /// <summary>The decision is commit: the messages become visible.</summary>
    Committed = 3,

    /// <summary>The transaction is committed, and every queue has its messages.</summary>
    Completed = 4,

    /// <summary>The decision is rollback: the messages are dropped.</summary>
    RolledBack = 5,
}

namespace Coordinator.Contracts.Producing;

/// <summary>Where a transaction stands.</summary>
public enum TransactionPhase
{
    /// <summary>The coordinator has never heard of it.</summary>
    None = 0,

    /// <summary>Durable and invisible; undecided.</summary>
    Prepared = 1,

    /// <summary>Undecided, and its budget of answered checks is used up: an operator should look. Nothing is dropped.</summary>
    Parked = 2,

    /// <summary>Decided: the messages become visible.</summary>
    Committed = 3,

    /// <summary>Committed, and every queue has its messages.</summary>
    Completed = 4,

    /// <summary>Decided: the messages are dropped.</summary>
    RolledBack = 5,
}

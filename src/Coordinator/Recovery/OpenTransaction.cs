using Coordinator.Contracts;

namespace Coordinator.Recovery;

/// <summary>A transaction that is open according to the journal.</summary>
/// <param name="Id">The transaction.</param>
/// <param name="Ordering">Ordering of the prepare in the journal.</param>
/// <param name="Phase">Phase of the transaction.</param>
/// <param name="PreparedAt">Time of the prepare, by the coordinator's clock.</param>
internal readonly record struct OpenTransaction(TransactionId Id, long Ordering, OpenPhase Phase, DateTimeOffset PreparedAt);

internal enum OpenPhase
{
    /// <summary>Undecided.</summary>
    Prepared = 1,

    /// <summary>Undecided, and its budget of checks is used up.</summary>
    Parked = 2,

    /// <summary>Committed, but not known to be in all of its queues.</summary>
    Committed = 3,
}

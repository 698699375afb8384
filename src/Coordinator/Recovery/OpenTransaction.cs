using Coordinator.Contracts;

namespace Coordinator.Recovery;

/// <summary>A transaction that is open according to the journal.</summary>
/// <param name="Id">The transaction.</param>
/// <param name="Ordering">Ordering of the prepare in the journal.</param>
/// <param name="Phase">Phase of the transaction.</param>
/// <param name="PreparedAt">Time of the prepare, by the coordinator's clock.</param>
/// <param name="Group">Producer group; <c>null</c> when its event is damaged.</param>
internal readonly record struct OpenTransaction(
    TransactionId Id, long Ordering, OpenPhase Phase, DateTimeOffset PreparedAt, ProducerGroup? Group);

internal enum OpenPhase
{
    /// <summary>Undecided.</summary>
    Prepared = 1,

    /// <summary>Undecided, and its budget of checks is used up.</summary>
    Parked = 2,

    /// <summary>Committed, but not known to be in all of its queues.</summary>
    Committed = 3,
}

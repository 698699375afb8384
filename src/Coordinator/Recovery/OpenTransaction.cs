using Coordinator.Contracts;

namespace Coordinator.Recovery;

/// <summary>A transaction that the journal shows as open.</summary>
/// <param name="Id">The transaction.</param>
/// <param name="Ordering">The place of its prepare in the journal.</param>
/// <param name="Phase">How far it came.</param>
/// <param name="PreparedAt">When its prepare was written, by the coordinator's clock.</param>
internal readonly record struct OpenTransaction(TransactionId Id, long Ordering, OpenPhase Phase, DateTimeOffset PreparedAt);

internal enum OpenPhase
{
    /// <summary>Undecided.</summary>
    Prepared = 1,

    /// <summary>Undecided, its budget of checks used up.</summary>
    Parked = 2,

    /// <summary>Decided, but not known to be in all of its queues.</summary>
    Committed = 3,
}

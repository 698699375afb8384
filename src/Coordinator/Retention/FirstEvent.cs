namespace Coordinator.Retention;

/// <summary>First event of a transaction in the journal.</summary>
/// <param name="Ordering">Ordering in the journal.</param>
/// <param name="PersistenceId">Persistence id of the transaction.</param>
/// <param name="Created">Time of the event in ticks of UTC, by the clock of the node that wrote it.</param>
internal readonly record struct FirstEvent(long Ordering, string PersistenceId, long Created);

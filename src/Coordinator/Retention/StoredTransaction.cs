namespace Coordinator.Retention;

/// <summary>Transaction as its events in the journal tell.</summary>
/// <param name="PersistenceId">Persistence id.</param>
/// <param name="Rows">Number of events.</param>
/// <param name="LastAt">Time of the last event in ticks of UTC, by the clock of the node that wrote it.</param>
/// <param name="Stage">Stage of the transaction.</param>
internal sealed record StoredTransaction(string PersistenceId, long Rows, long LastAt, StoredStage Stage);

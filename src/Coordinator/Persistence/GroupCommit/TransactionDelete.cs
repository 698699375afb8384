namespace Coordinator.Persistence.GroupCommit;

/// <summary>
/// Deletes all events of those of these transactions that are final, ended long ago, and whose ids are expired or have no time. All events of a
/// transaction go together. The others stay, whatever the caller took them for.
/// </summary>
/// <param name="persistenceIds">Persistence ids of transactions, at most <see cref="Most" />.</param>
/// <param name="endedBefore">Time in ticks of UTC. A transaction with an event of this time or later stays.</param>
/// <param name="isFinal">Constant SQL for both engines: condition on the events <c>j</c> of a transaction, as in <c>HAVING</c>.</param>
internal sealed class TransactionDelete(IReadOnlyCollection<string> persistenceIds, long endedBefore, string isFinal) : AwaitedWrite
{
    /// <summary>Largest number of transactions, few enough that other writes hardly wait.</summary>
    public const int Most = 500;

    public IReadOnlyCollection<string> PersistenceIds => persistenceIds;

    public long EndedBefore => endedBefore;

    public string IsFinal => isFinal;

    /// <summary>Number of events that are deleted, after the end of the write.</summary>
    public int Deleted { get; set; }
}

namespace Coordinator.Persistence.GroupCommit;

/// <summary>Deletes outdated snapshots of one persistence id. All bounds are included.</summary>
/// <param name="persistenceId">Persistence id of the snapshots.</param>
/// <param name="sequenceNumbers">Range of sequence numbers.</param>
/// <param name="created">Range of times, in ticks of UTC.</param>
internal sealed class SnapshotDelete(string persistenceId, (long From, long To) sequenceNumbers, (long From, long To) created) : AwaitedWrite
{
    public string PersistenceId => persistenceId;

    public (long From, long To) SequenceNumbers => sequenceNumbers;

    public (long From, long To) Created => created;
}

namespace Coordinator.Persistence.GroupCommit;

/// <summary>Snapshots of one persistence id that nobody needs any more; all bounds are included.</summary>
/// <param name="persistenceId">Whose snapshots they are.</param>
/// <param name="sequenceNumbers">From which sequence number to which.</param>
/// <param name="created">Taken from when to when, in ticks of UTC.</param>
internal sealed class SnapshotDelete(string persistenceId, (long From, long To) sequenceNumbers, (long From, long To) created) : AwaitedWrite
{
    public string PersistenceId => persistenceId;

    public (long From, long To) SequenceNumbers => sequenceNumbers;

    public (long From, long To) Created => created;
}

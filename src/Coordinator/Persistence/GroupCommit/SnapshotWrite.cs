namespace Coordinator.Persistence.GroupCommit;

/// <summary>A row of Akka.Persistence.Sql's snapshot table; it takes the place of one with the same id and sequence number.</summary>
/// <param name="persistenceId">Whose snapshot it is.</param>
/// <param name="sequenceNumber">The last event that is in it.</param>
/// <param name="created">When it was taken, in ticks of UTC.</param>
/// <param name="snapshot">The snapshot as its serializer wrote it.</param>
/// <param name="manifest">What that serializer called it.</param>
/// <param name="serializer">The identifier of that serializer.</param>
internal sealed class SnapshotWrite(
    string persistenceId,
    long sequenceNumber,
    long created,
    byte[] snapshot,
    string manifest,
    int serializer) : AwaitedWrite
{
    public string PersistenceId => persistenceId;

    public long SequenceNumber => sequenceNumber;

    public long Created => created;

    public byte[] Snapshot => snapshot;

    public string Manifest => manifest;

    public int Serializer => serializer;
}

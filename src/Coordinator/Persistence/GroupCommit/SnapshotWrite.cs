namespace Coordinator.Persistence.GroupCommit;

/// <summary>Writes a row of Akka.Persistence.Sql's snapshot table. It replaces a row with the same id and sequence number.</summary>
/// <param name="persistenceId">Persistence id of the snapshot.</param>
/// <param name="sequenceNumber">Sequence number of the last event in the snapshot.</param>
/// <param name="created">Time of the snapshot, in ticks of UTC.</param>
/// <param name="snapshot">Serialized snapshot.</param>
/// <param name="manifest">Manifest of the serializer.</param>
/// <param name="serializer">Identifier of the serializer.</param>
internal sealed class SnapshotWrite(
    string persistenceId,
    long sequenceNumber,
    long created,
    byte[] snapshot,
    string manifest,
    int serializer) : AwaitedWrite
{
    public string PersistenceId => persistenceId;

    public override long Bytes => snapshot.Length;

    public long SequenceNumber => sequenceNumber;

    public long Created => created;

    public byte[] Snapshot => snapshot;

    public string Manifest => manifest;

    public int Serializer => serializer;
}

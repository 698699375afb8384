using Akka.Configuration;
using Akka.Persistence;
using Akka.Serialization;

namespace Coordinator.Persistence.GroupCommit;

/// <summary>Snapshot store whose saves and deletions go into the commits of the journal.</summary>
internal sealed class GroupCommitSnapshotStore(Config config) : AnsweringSnapshotStore(config)
{
    private readonly Serialization _serialization = Context.System.Serialization;
    private readonly GroupCommitQueues _queues = GroupCommitQueues.Of(Context.System);

    protected override Task SaveAsync(SnapshotMetadata metadata, object snapshot, CancellationToken cancellationToken)
    {
        var serializer = _serialization.FindSerializerFor(snapshot);
        return _queues.WriteAsync(new SnapshotWrite(
            metadata.PersistenceId,
            metadata.SequenceNr,
            metadata.Timestamp.Ticks,
            serializer.ToBinary(snapshot),
            Serialization.ManifestFor(serializer, snapshot),
            serializer.Identifier));
    }

    protected override Task DeleteAsync(SnapshotMetadata metadata, CancellationToken cancellationToken) => _queues.WriteAsync(new SnapshotDelete(
        metadata.PersistenceId,
        (metadata.SequenceNr, metadata.SequenceNr),
        // Without a time, the deletion covers any time.
        metadata.Timestamp == DateTime.MinValue ? (0, long.MaxValue) : (metadata.Timestamp.Ticks, metadata.Timestamp.Ticks)));

    protected override Task DeleteAsync(string persistenceId, SnapshotSelectionCriteria criteria, CancellationToken cancellationToken) =>
        _queues.WriteAsync(new SnapshotDelete(
            persistenceId,
            (criteria.MinSequenceNr, criteria.MaxSequenceNr),
            (criteria.MinTimestamp?.Ticks ?? 0, criteria.MaxTimeStamp.Ticks)));
}

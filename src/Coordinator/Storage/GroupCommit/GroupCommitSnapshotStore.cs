using Akka.Configuration;
using Akka.Persistence;
using Akka.Persistence.Sql.Snapshot;
using Akka.Serialization;

namespace Coordinator.Storage.GroupCommit;

/// <summary>Akka.Persistence.Sql's snapshot store, whose saves go into the commits of the journal.</summary>
internal sealed class GroupCommitSnapshotStore(Config config) : SqlSnapshotStore(config)
{
    private readonly Serialization _serialization = Context.System.Serialization;
    private readonly GroupCommitLines _lines = GroupCommitLines.Of(Context.System);

    protected override Task SaveAsync(SnapshotMetadata metadata, object snapshot, CancellationToken cancellationToken)
    {
        var serializer = _serialization.FindSerializerFor(snapshot);
        return _lines.WriteAsync(new SnapshotWrite(
            metadata.PersistenceId,
            metadata.SequenceNr,
            metadata.Timestamp.Ticks,
            serializer.ToBinary(snapshot),
            Serialization.ManifestFor(serializer, snapshot),
            serializer.Identifier));
    }
}

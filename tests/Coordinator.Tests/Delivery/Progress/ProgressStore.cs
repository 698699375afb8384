using Akka.Actor;
using Akka.Configuration;
using Akka.Persistence;
using Akka.Persistence.Snapshot;
using Akka.Serialization;
using Coordinator.Delivery.Progress;

namespace Coordinator.Tests.Delivery.Progress;

/// <summary>
/// Snapshot store of progress. Like the real one it writes bytes, and deletes snapshots that it failed to save.
/// </summary>
internal sealed class ProgressStore : SnapshotStore
{
    private const string ProgressIds = "g-";
    private readonly ProgressStoreFaults _faults = ProgressStoreFaults.Of(Context.System);
    private readonly Serialization _serialization = Context.System.Serialization;

    public static string Config { get; } = $$"""
        akka.persistence.snapshot-store.plugin = "akka.persistence.snapshot-store.progress"
        akka.persistence.snapshot-store.progress {
          class = "{{typeof(ProgressStore).FullName}}, {{typeof(ProgressStore).Assembly.GetName().Name}}"
          plugin-dispatcher = "akka.actor.default-dispatcher"
          circuit-breaker { max-failures = 1000000, call-timeout = 1h, reset-timeout = 1s }
        }
        """;

    protected override Task<SelectedSnapshot?> LoadAsync(
        string persistenceId, SnapshotSelectionCriteria criteria, CancellationToken cancellationToken)
    {
        // Queues and dead letters also load from here when they start. They have no snapshots, and faults do not apply to them.
        if (!persistenceId.StartsWith(ProgressIds, StringComparison.Ordinal))
            return Task.FromResult<SelectedSnapshot?>(null);
        if (_faults.LoadHangs())
            return new TaskCompletionSource<SelectedSnapshot?>().Task;
        if (_faults.Load(persistenceId) is not var (number, bytes))
            return Task.FromResult<SelectedSnapshot?>(null);
        var serializer = (SerializerWithStringManifest)_serialization.FindSerializerForType(typeof(ProgressSnapshot));
        return Task.FromResult<SelectedSnapshot?>(
            new SelectedSnapshot(
                new SnapshotMetadata(persistenceId, number, DateTime.MinValue),
                serializer.FromBinary(bytes, "gp")));
    }

    protected override Task SaveAsync(SnapshotMetadata metadata, object snapshot, CancellationToken cancellationToken)
    {
        _faults.Save(metadata.PersistenceId, metadata.SequenceNr, _serialization.FindSerializerFor(snapshot).ToBinary(snapshot));
        return _faults.SaveEnds();
    }

    protected override Task DeleteAsync(SnapshotMetadata metadata, CancellationToken cancellationToken)
    {
        _faults.Delete(metadata.PersistenceId, number => number == metadata.SequenceNr);
        return Task.CompletedTask;
    }

    protected override Task DeleteAsync(
        string persistenceId, SnapshotSelectionCriteria criteria, CancellationToken cancellationToken)
    {
        _faults.Delete(persistenceId, number => number <= criteria.MaxSequenceNr);
        return Task.CompletedTask;
    }
}

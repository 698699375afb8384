using Akka.Actor;
using Akka.Persistence;
using Coordinator.Delivery.Common;

namespace Coordinator.Delivery.Progress;

/// <summary>
/// Keeps the latest progress of one group in the snapshot store. Each save has a number of its own. Older saves are deleted only
/// after a newer one is durable. A save must not reuse a number: when it fails, the store deletes the snapshot of that number.
/// </summary>
internal sealed class ProgressRegister(GroupQueue of, IActorRef store, IActorRef owner)
{
    private const int SavesBetweenPrunings = 16;
    private const int MaxUnanswered = 1_000;

    private readonly string _id = $"g-{of.Group}/{of.Queue}";
    private long _number;
    private int _savesSincePruning = SavesBetweenPrunings;

    public void Load() => store.Tell(new LoadSnapshot(_id, SnapshotSelectionCriteria.Latest, long.MaxValue), owner);

    public ProgressSnapshot? Loaded(LoadSnapshotResult result)
    {
        if (result.Snapshot is not { } selected)
            return null;
        // Earlier saves may still be in flight without an answer. Skip their numbers.
        _number = Math.Max(_number, selected.Metadata.SequenceNr + MaxUnanswered);
        return (ProgressSnapshot)selected.Snapshot;
    }

    public void Save(ProgressSnapshot snapshot)
    {
        // MinValue makes the store set the time.
        var metadata = new SnapshotMetadata(_id, ++_number, DateTime.MinValue);
        store.Tell(new SaveSnapshot(metadata, snapshot), owner);
    }

    public bool IsLatest(SnapshotMetadata metadata) => metadata.SequenceNr == _number;

    public void Prune()
    {
        if (++_savesSincePruning < SavesBetweenPrunings)
            return;
        _savesSincePruning = 0;
        store.Tell(new DeleteSnapshots(_id, new SnapshotSelectionCriteria(_number - 1)), owner);
    }
}

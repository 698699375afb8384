using Akka.Actor;
using Akka.Persistence;
using Coordinator.Delivery.Common;

namespace Coordinator.Delivery.Progress;

/// <summary>
/// Keeps the latest progress of one group in the snapshot store. Each save has its own, higher number, and older ones are
/// deleted only after a newer one is durable: the store deletes the number of a save that failed, so saving over
/// the one that is there could lose it.
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
        // Saves of our own or of a predecessor may still be under way, unanswered; ours must not take their numbers.
        _number = Math.Max(_number, selected.Metadata.SequenceNr + MaxUnanswered);
        return (ProgressSnapshot)selected.Snapshot;
    }

    public void Save(ProgressSnapshot snapshot)
    {
        // No time: the store takes its own.
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

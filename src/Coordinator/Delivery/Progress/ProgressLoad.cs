using Akka.Actor;
using Akka.Persistence;
using Coordinator.Delivery.Common;

namespace Coordinator.Delivery.Progress;

/// <summary>
/// Loads the progress of one group once: the whole save, then the changes after it. The answers of the stores do not tell to which
/// load they belong, so each load has a receiver of its own. It reports a <see cref="ProgressLoaded" />, and stops.
/// </summary>
internal sealed class ProgressLoad : ReceiveActor
{
    private readonly string _id;
    private readonly IActorRef _store;
    private readonly SavedProgress _saved = new();
    private long _highest;

    public ProgressLoad(string id, int load, IActorRef store, IActorRef journal)
    {
        _id = id;
        _store = store;
        Receive<LoadSnapshotResult>(result =>
        {
            if (result.Snapshot is { } whole)
            {
                _saved.Start((ProgressSnapshot)whole.Snapshot);
                _highest = whole.Metadata.SequenceNr;
            }

            journal.Tell(new ReplayMessages(_highest + 1, long.MaxValue, long.MaxValue, id, Self), Self);
        });
        Receive<ReplayedMessage>(replayed =>
        {
            if (replayed.Persistent.Payload is ProgressChanges changes)
                _saved.Apply(changes);
        });
        Receive<RecoverySuccess>(recovered => End(
            new ProgressLoaded(load, _saved, Math.Max(_highest, recovered.HighestSequenceNr), Cause: null)));
        Receive<LoadSnapshotFailed>(failed => End(new ProgressLoaded(load, Saved: null, 0, failed.Cause)));
        Receive<ReplayMessagesFailure>(failed => End(new ProgressLoaded(load, Saved: null, 0, failed.Cause)));
    }

    protected override void PreStart() =>
        _store.Tell(new LoadSnapshot(_id, SnapshotSelectionCriteria.Latest, long.MaxValue), Self);

    private static void End(ProgressLoaded loaded)
    {
        Context.Parent.Tell(loaded);
        Context.Stop(Context.Self);
    }
}

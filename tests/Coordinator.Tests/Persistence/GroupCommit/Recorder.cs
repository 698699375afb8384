using Akka.Actor;
using Akka.Persistence;
using Coordinator.Persistence.Schemas;

namespace Coordinator.Tests.Persistence.GroupCommit;

/// <summary>Persists the events that it is sent, reports the results to a probe, and stops at the first failure.</summary>
internal sealed class Recorder(string id, IActorRef probe) : UntypedPersistentActor
{
    private readonly List<object> _replayed = [];

    public override string PersistenceId => id;

    public sealed record Started(string Id, IReadOnlyList<object> Replayed);

    public sealed record Stored(string Id, long SequenceNumber);

    public sealed record Refused(string Id, Exception Cause);

    public sealed record Failed(string Id, Exception Cause);

    public sealed record Save(IJournaled Snapshot);

    public sealed record Delete(SnapshotSelectionCriteria Criteria);

    public sealed record DeleteOne(long SequenceNumber);

    public sealed record Deleted;

    protected override void OnCommand(object message)
    {
        switch (message)
        {
            case IJournaled one:
                Persist(one, _ => probe.Tell(new Stored(id, LastSequenceNr)));
                break;
            case IJournaled[] several:
                PersistAll(several, _ => probe.Tell(new Stored(id, LastSequenceNr)));
                break;
            case Save save:
                SaveSnapshot(save.Snapshot);
                break;
            case SaveSnapshotSuccess saved:
                probe.Tell(new Stored(id, saved.Metadata.SequenceNr));
                break;
            case Delete delete:
                DeleteSnapshots(delete.Criteria);
                break;
            case DeleteOne delete:
                DeleteSnapshot(delete.SequenceNumber);
                break;
            case DeleteSnapshotsSuccess or DeleteSnapshotSuccess:
                probe.Tell(new Deleted());
                break;
            default:
                Unhandled(message);
                break;
        }
    }

    protected override void OnRecover(object message)
    {
        switch (message)
        {
            case RecoveryCompleted:
                probe.Tell(new Started(id, _replayed));
                break;
            case SnapshotOffer offer:
                _replayed.Add(offer.Snapshot);
                break;
            case IJournaled journaled:
                _replayed.Add(journaled);
                break;
        }
    }

    protected override void OnPersistRejected(Exception cause, object @event, long sequenceNr)
    {
        probe.Tell(new Refused(id, cause));
        Context.Stop(Self);
    }

    protected override void OnPersistFailure(Exception cause, object @event, long sequenceNr) => probe.Tell(new Failed(id, cause));
}

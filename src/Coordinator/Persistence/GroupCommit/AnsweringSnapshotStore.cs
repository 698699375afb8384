using Akka.Actor;
using Akka.Configuration;
using Akka.Pattern;
using Akka.Persistence;
using Akka.Persistence.Sql.Snapshot;

namespace Coordinator.Persistence.GroupCommit;

/// <summary>
/// Akka.Persistence.Sql's snapshot store, which answers what its circuit breaker refuses. A breaker that is half open lets one request
/// through and throws at the others. Akka's store would restart without an answer, and those who asked would wait for nothing.
/// </summary>
internal class AnsweringSnapshotStore(Config config) : SqlSnapshotStore(config)
{
    protected override bool AroundReceive(Receive receive, object message)
    {
        try
        {
            return base.AroundReceive(receive, message);
        }
        catch (OpenCircuitException refused)
        {
            if (Refusal(message, refused) is { } answer)
                Sender.Tell(answer, Self);
            return true;
        }
    }

    /// <summary>Answer to a request that was refused; <c>null</c> to the store's own messages, which it has passed on before.</summary>
    private static ISnapshotResponse? Refusal(object message, Exception refused) => message switch
    {
        LoadSnapshot => new LoadSnapshotFailed(refused),
        SaveSnapshot save => new SaveSnapshotFailure(save.Metadata, refused),
        DeleteSnapshot delete => new DeleteSnapshotFailure(delete.Metadata, refused),
        DeleteSnapshots delete => new DeleteSnapshotsFailure(delete.Criteria, refused),
        _ => null,
    };
}

using Akka.Actor;
using Akka.Persistence;
using Coordinator.Delivery.Common;
using Coordinator.Persistence.GroupCommit;

namespace Coordinator.Delivery.Progress;

/// <summary>
/// Reads the saved progress of groups without their actors, which may be on a lost node or not run at all. A save during the read may be left
/// out, so the result may be older than what is saved, but it never has more as settled.
/// </summary>
internal sealed class SavedProgressReader(IActorRef store, GroupCommitQueues journal, StoredEventMapping mapping)
{
    private static readonly TimeSpan AnswerTimeout = TimeSpan.FromSeconds(30);

    /// <summary>Returns the reader of an actor system's journal and snapshot store.</summary>
    public static SavedProgressReader Of(ActorSystem system) => new(
        Akka.Persistence.Persistence.Instance.Apply(system).SnapshotStoreFor(string.Empty),
        GroupCommitQueues.Of(system),
        new StoredEventMapping(system.Serialization, system.Scheduler));

    /// <summary>Reads the progress; <c>null</c> when none was saved.</summary>
    public async Task<ProgressSnapshot?> ReadAsync(GroupQueue of)
    {
        var id = ProgressRegister.IdOf(of);
        while (true)
        {
            var saved = new SavedProgress();
            var start = await StartAsync(id, saved);
            await ApplyAsync(id, saved, start + 1);
            // After another whole save, changes between both may have been deleted before they were read. They may have made messages pending again.
            if (await StartAsync(id, new SavedProgress()) == start)
                return saved.Current();
        }
    }

    private async Task ApplyAsync(string id, SavedProgress saved, long from)
    {
        while (true)
        {
            var stored = await journal.ReadEventsAsync(id, from, long.MaxValue);
            foreach (var row in stored)
            {
                if (mapping.ToRepresentation(row).Payload is ProgressChanges changes)
                    saved.Apply(changes);
            }

            if (stored.Count < EventsRead.PageSize)
                return;
            from = stored[^1].SequenceNumber + 1;
        }
    }

    /// <summary>Reads the whole save. Returns its number; 0 when there is none.</summary>
    private async Task<long> StartAsync(string id, SavedProgress saved)
    {
        var answer = await store.Ask<ISnapshotResponse>(new LoadSnapshot(id, SnapshotSelectionCriteria.Latest, long.MaxValue), AnswerTimeout);
        switch (answer)
        {
            case LoadSnapshotResult { Snapshot: { } whole }:
                saved.Start((ProgressSnapshot)whole.Snapshot);
                return whole.Metadata.SequenceNr;
            case LoadSnapshotResult:
                return 0;
            case LoadSnapshotFailed failed:
                throw new InvalidOperationException($"The snapshot of '{id}' cannot be read.", failed.Cause);
            default:
                throw new InvalidOperationException($"The snapshot store answered with {answer.GetType()}.");
        }
    }
}

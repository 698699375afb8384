using Akka.Actor;
using Akka.Persistence;

namespace Coordinator.Recovery;

/// <summary>Stores the mark as the only snapshot of a persistence id without events.</summary>
internal sealed class SweepMarks(IActorRef store) : ISweepMarks
{
    private const string Id = "sweep";
    private static readonly TimeSpan AnswerTimeout = TimeSpan.FromSeconds(30);

    public static SweepMarks Of(ActorSystem system) => new(Akka.Persistence.Persistence.Instance.Apply(system).SnapshotStoreFor(null));

    public async Task<SweepMark?> LoadAsync() =>
        await store.Ask(new LoadSnapshot(Id, SnapshotSelectionCriteria.Latest, long.MaxValue), AnswerTimeout) switch
        {
            LoadSnapshotResult result => (SweepMark?)result.Snapshot?.Snapshot,
            LoadSnapshotFailed failed => throw new IOException("The mark of the sweep cannot be read.", failed.Cause),
            var other => throw new InvalidOperationException($"The snapshot store answered a load with {other.GetType()}."),
        };

    public async Task SaveAsync(SweepMark mark)
    {
        // The same number every time replaces the snapshot before. MinValue makes the store set the time.
        var answer = await store.Ask(new SaveSnapshot(new SnapshotMetadata(Id, 1, DateTime.MinValue), mark), AnswerTimeout);
        if (answer is SaveSnapshotFailure failed)
            throw new IOException("The mark of the sweep cannot be saved.", failed.Cause);
    }
}

using Akka.Actor;
using Akka.Persistence;

namespace Coordinator.Recovery;

/// <summary>Keeps the mark as the one snapshot of a persistence id that has no events.</summary>
internal sealed class SweepMarks(IActorRef store) : ISweepMarks
{
    private const string Id = "sweep";
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    public static SweepMarks Of(ActorSystem system) => new(Akka.Persistence.Persistence.Instance.Apply(system).SnapshotStoreFor(null));

    public async Task<SweepMark?> LoadAsync() =>
        await store.Ask(new LoadSnapshot(Id, SnapshotSelectionCriteria.Latest, long.MaxValue), Patience) switch
        {
            LoadSnapshotResult result => (SweepMark?)result.Snapshot?.Snapshot,
            LoadSnapshotFailed failed => throw new IOException("The sweep's mark cannot be read.", failed.Cause),
            var other => throw new InvalidOperationException($"{other} is no answer of a snapshot store."),
        };

    public async Task SaveAsync(SweepMark mark)
    {
        // Always under the same number, in place of the one before. No time: the store takes its own.
        var answer = await store.Ask(new SaveSnapshot(new SnapshotMetadata(Id, 1, DateTime.MinValue), mark), Patience);
        if (answer is SaveSnapshotFailure failed)
            throw new IOException("The sweep's mark cannot be saved.", failed.Cause);
    }
}

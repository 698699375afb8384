using Akka.Actor;
using Akka.Configuration;
using Akka.Persistence;
using Akka.Persistence.Snapshot;
using Akka.Serialization;
using Coordinator.Delivery.Progress;

namespace Coordinator.Tests.Delivery.Progress;

/// <summary>What a test sees of, and does to, the <see cref="ProgressStore" /> of its system.</summary>
internal sealed class ProgressStoreFaults : IExtension
{
    private readonly Lock _gate = new();
    private readonly Dictionary<string, SortedDictionary<long, byte[]>> _saved = [];
    private int _failingSaves;
    private int _failingLoads;
    private int _unansweredSaves;
    private int _unansweredLoads;

    public int Saves { get; private set; }

    /// <summary>How many snapshots there are of one progress.</summary>
    public int CountOf(string persistenceId)
    {
        lock (_gate)
            return _saved.TryGetValue(persistenceId, out var saved) ? saved.Count : 0;
    }

    public static ProgressStoreFaults Of(ActorSystem system) => system.WithExtension<ProgressStoreFaults, Provider>();

    /// <summary>The next saves are done, and reported as failed.</summary>
    public void LoseSaves(int count) => _failingSaves = count;

    public void FailLoads(int count) => _failingLoads = count;

    /// <summary>The next saves are done, and never answered.</summary>
    public void HangSaves(int count) => _unansweredSaves = count;

    /// <summary>The next loads are never answered.</summary>
    public void HangLoads(int count) => _unansweredLoads = count;

    internal Task SaveEnds() => _unansweredSaves-- > 0 ? new TaskCompletionSource().Task : Task.CompletedTask;

    internal bool LoadHangs() => _unansweredLoads-- > 0;

    internal void Save(string persistenceId, long number, byte[] bytes)
    {
        lock (_gate)
        {
            if (!_saved.TryGetValue(persistenceId, out var saved))
                _saved[persistenceId] = saved = [];
            saved[number] = bytes;
            Saves++;
            if (_failingSaves-- > 0)
                throw new InvalidOperationException("saved, and reported as failed on command");
        }
    }

    internal (long, byte[])? Load(string persistenceId)
    {
        lock (_gate)
        {
            if (_failingLoads-- > 0)
                throw new InvalidOperationException("failed on command");
            return _saved.TryGetValue(persistenceId, out var saved) && saved.Count > 0
                ? (saved.Last().Key, saved.Last().Value)
                : null;
        }
    }

    internal void Delete(string persistenceId, Func<long, bool> which)
    {
        lock (_gate)
        {
            if (!_saved.TryGetValue(persistenceId, out var saved))
                return;
            foreach (var number in saved.Keys.Where(which).ToList())
                saved.Remove(number);
        }
    }

    private sealed class Provider : ExtensionIdProvider<ProgressStoreFaults>
    {
        public override ProgressStoreFaults CreateExtension(ExtendedActorSystem system) => new();
    }
}

/// <summary>A snapshot store of progress. Like the real one it writes bytes, and deletes what it failed to save.</summary>
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
        // Queues and dead letters look here too when they begin; they have no snapshots, and no fault is meant for them.
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

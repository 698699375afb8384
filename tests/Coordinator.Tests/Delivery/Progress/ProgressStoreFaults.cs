using Akka.Actor;
using Akka.Configuration;
using Akka.Persistence;
using Akka.Persistence.Snapshot;
using Akka.Serialization;

namespace Coordinator.Tests.Delivery.Progress;

/// <summary>Faults and contents of a test's <see cref="ProgressStore" />.</summary>
internal sealed class ProgressStoreFaults : IExtension
{
    private readonly Lock _gate = new();
    private readonly Dictionary<string, SortedDictionary<long, byte[]>> _saved = [];
    private int _failingSaves;
    private int _failingLoads;
    private int _unansweredSaves;
    private int _unansweredLoads;

    public int Saves { get; private set; }

    /// <summary>Number of loads so far.</summary>
    public int Loads { get; private set; }

    /// <summary>Real time that each save takes, as on a slow disk. Zero: as fast as memory.</summary>
    public TimeSpan SaveTime { get; set; }

    /// <summary>Counts the snapshots of one progress.</summary>
    public int CountOf(string persistenceId)
    {
        lock (_gate)
            return _saved.TryGetValue(persistenceId, out var saved) ? saved.Count : 0;
    }

    public static ProgressStoreFaults Of(ActorSystem system) => system.WithExtension<ProgressStoreFaults, Provider>();

    /// <summary>Saves the next snapshots, and reports each save as failed.</summary>
    public void LoseSaves(int count) => _failingSaves = count;

    public void FailLoads(int count) => _failingLoads = count;

    /// <summary>Saves the next snapshots, and never replies.</summary>
    public void HangSaves(int count) => _unansweredSaves = count;

    /// <summary>Never replies to the next loads.</summary>
    public void HangLoads(int count) => _unansweredLoads = count;

    internal Task SaveEnds() => _unansweredSaves-- > 0
        ? new TaskCompletionSource().Task
        : SaveTime > TimeSpan.Zero ? Task.Delay(SaveTime) : Task.CompletedTask;

    internal bool LoadHangs()
    {
        Loads++;
        return _unansweredLoads-- > 0;
    }

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

using System.Collections.Immutable;
using System.Globalization;
using Akka.Actor;
using Akka.Persistence;
using Coordinator.Delivery.Common;

namespace Coordinator.Delivery.Progress;

/// <summary>
/// Keeps the progress of one group: now and then a whole save in the snapshot store, and after it changes in the journal. Each save
/// has a number of its own. What came before a whole save is deleted only when that is durable. A save must not reuse a number: when it
/// fails, nobody knows whether it is stored.
/// </summary>
internal sealed class ProgressRegister(GroupQueue of, IActorRef store, IActorRef journal, IActorRef owner)
{
    private const int MaxUnanswered = 1_000;

    // The journal returns it with each answer. Answers are told apart by number.
    private const int Instance = 1;

    private readonly string _id = IdOf(of);
    private int _loads;
    private long _number;
    private long? _inFlight;
    private bool _isWhole;
    private ulong _tag;

    /// <summary>Returns the persistence id of the progress.</summary>
    /// <remarks>Names of groups cannot contain a tilde. A group that was never removed has the id of earlier releases.</remarks>
    public static string IdOf(GroupQueue of) =>
        of.Generation == 0 ? $"g-{of.Group}/{of.Queue}" : string.Create(CultureInfo.InvariantCulture, $"g-{of.Group}~{of.Generation}/{of.Queue}");

    /// <summary>Returns the actor that loads the progress. It reports a <see cref="ProgressLoaded" /> to its parent.</summary>
    public Props Load()
    {
        var load = ++_loads;
        return Props.Create(() => new ProgressLoad(_id, load, store, journal));
    }

    /// <summary>True for the result of the latest load.</summary>
    public bool IsLatest(ProgressLoaded loaded) => loaded.Load == _loads;

    /// <summary>Ends a load. Returns the progress; <c>null</c> when none was saved.</summary>
    public ProgressSnapshot? Loaded(ProgressLoaded loaded)
    {
        // Earlier saves may still be in flight without an answer. Skip their numbers.
        _number = Math.Max(_number, loaded.Highest) + MaxUnanswered;
        (_inFlight, _isWhole, _tag) = (null, false, loaded.Saved!.Tag);
        return loaded.Saved.Current();
    }

    /// <summary>True when the next save must be a whole one: changes follow a save that is known to be stored.</summary>
    public bool NeedsWhole => !_isWhole || _inFlight is not null;

    /// <summary>Begins the save; false when there is nothing to save.</summary>
    public bool TrySave(ProgressTaken taken)
    {
        if (taken.Whole is { } whole)
            Save(whole);
        else if (taken.Changes is { } changes)
            Save(changes);
        else
            return false;
        return true;
    }

    public void Save(ProgressSnapshot whole)
    {
        _isWhole = true;
        _tag = NextTag();
        // MinValue makes the store set the time.
        var metadata = new SnapshotMetadata(_id, NextNumber(), DateTime.MinValue);
        store.Tell(new SaveSnapshot(metadata, whole with { Tag = _tag }), owner);
    }

    private void Save(ProgressChanges changes)
    {
        var tagged = changes with { Tag = NextTag(), After = _tag };
        _tag = tagged.Tag;
        var stored = new Persistent(tagged, NextNumber(), _id, string.Empty, isDeleted: false, owner, writerGuid: string.Empty);
        var write = new AtomicWrite(ImmutableList.Create<IPersistentRepresentation>(stored));
        journal.Tell(new WriteMessages([write], owner, Instance), owner);
    }

    /// <summary>Records that the save in flight is stored.</summary>
    public void Stored() => _inFlight = null;

    /// <summary>Records that a save may not be stored. The next one must be whole, under a number that none before it has.</summary>
    public void Failed() => (_inFlight, _isWhole) = (null, false);

    /// <summary>True for the save in flight. The answer to an earlier one, which was given up, tells nothing any more.</summary>
    public bool IsInFlight(SnapshotMetadata metadata) => metadata.SequenceNr == _inFlight;

    public bool IsInFlight(IPersistentRepresentation stored) => stored.PersistenceId == _id && stored.SequenceNr == _inFlight;

    /// <summary>Deletes what came before the whole save, which is durable.</summary>
    public void Prune(SnapshotMetadata whole)
    {
        store.Tell(new DeleteSnapshots(_id, new SnapshotSelectionCriteria(whole.SequenceNr - 1)), owner);
        journal.Tell(new DeleteMessagesTo(_id, whole.SequenceNr, owner), owner);
    }

    private long NextNumber()
    {
        _inFlight = ++_number;
        return _number;
    }

    private static ulong NextTag() => (ulong)Random.Shared.NextInt64(1, long.MaxValue);
}

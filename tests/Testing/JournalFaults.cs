using Akka.Actor;

namespace Coordinator.Testing;

/// <summary>
/// Faults of a system's <see cref="FaultyJournal" />. A test injects them, and each is used up by the writes or recoveries that
/// it affects.
/// </summary>
public sealed class JournalFaults : IExtension
{
    private readonly Lock _gate = new();
    private readonly List<Armed<Func<JournalWrite, bool>, JournalFault>> _faults = [];
    private readonly List<Armed<Func<JournalWrite, bool>, HeldRequest>> _heldWrites = [];
    private readonly List<Armed<Func<string, bool>, HeldRequest>> _heldRecoveries = [];
    private readonly List<Armed<Func<string, bool>, Exception>> _failedRecoveries = [];
    private readonly List<JournalWrite> _written = [];
    private int _writes;

    /// <summary>Real time that each write takes, as on a slow disk. Zero: as fast as memory.</summary>
    public TimeSpan WriteTime { get; set; }

    /// <summary>Gets the number of writes, each of one or more events.</summary>
    public int Writes => Volatile.Read(ref _writes);

    public static JournalFaults Of(ActorSystem system) => system.WithExtension<JournalFaults, Provider>();

    /// <summary>Gets all events of the journal, in the order of their writes.</summary>
    public IReadOnlyList<JournalWrite> Written
    {
        get
        {
            lock (_gate)
                return [.. _written];
        }
    }

    /// <summary>Gets the events of one persistence id.</summary>
    public IReadOnlyList<object> EventsOf(string persistenceId) =>
        [.. Written.Where(write => write.PersistenceId == persistenceId).Select(write => write.Event)];

    /// <summary>
    /// Injects a fault into the next <paramref name="times" /> writes that match, or into all when there is no condition.
    /// </summary>
    public void Arm(JournalFault fault, Func<JournalWrite, bool>? when = null, int times = 1)
    {
        lock (_gate)
            _faults.Add(new(when ?? (static _ => true), fault, times));
    }

    /// <summary>Injects a fault into the next <paramref name="times" /> writes of such an event.</summary>
    public void Arm<TEvent>(JournalFault fault, int times = 1) => Arm(fault, write => write.Event is TEvent, times);

    /// <summary>Holds the next write that matches until the test releases it. Others overtake it.</summary>
    public HeldRequest Hold(Func<JournalWrite, bool>? when = null)
    {
        var held = new HeldRequest();
        lock (_gate)
            _heldWrites.Add(new(when ?? (static _ => true), held, 1));
        return held;
    }

    /// <summary>Holds the next write of such an event until the test releases it. Others overtake it.</summary>
    public HeldRequest Hold<TEvent>() => Hold(write => write.Event is TEvent);

    /// <summary>Holds the next recovery of such a persistence id until the test releases it.</summary>
    public HeldRequest HoldRecovery(Func<string, bool>? when = null)
    {
        var held = new HeldRequest();
        lock (_gate)
            _heldRecoveries.Add(new(when ?? (static _ => true), held, 1));
        return held;
    }

    /// <summary>Lets the next <paramref name="times" /> recoveries of such persistence ids fail.</summary>
    public void FailRecovery(Func<string, bool>? when = null, int times = 1)
    {
        lock (_gate)
            _failedRecoveries.Add(new(when ?? (static _ => true), new JournalFaultException("recovery failed on command"), times));
    }

    /// <summary>Removes all faults. Held requests stay held.</summary>
    public void Clear()
    {
        lock (_gate)
        {
            _faults.Clear();
            _heldWrites.Clear();
            _heldRecoveries.Clear();
            _failedRecoveries.Clear();
        }
    }

    internal JournalFault? TakeFault(List<JournalWrite> writes) => Take(_faults, when => writes.Exists(when.Invoke))?.What;

    internal HeldRequest? TakeHeldWrite(List<JournalWrite> writes) => Take(_heldWrites, when => writes.Exists(when.Invoke))?.What;

    internal HeldRequest? TakeHeldRecovery(string persistenceId) => Take(_heldRecoveries, when => when(persistenceId))?.What;

    internal Exception? TakeFailedRecovery(string persistenceId) => Take(_failedRecoveries, when => when(persistenceId))?.What;

    internal void Record(List<JournalWrite> writes)
    {
        lock (_gate)
        {
            _writes++;
            _written.AddRange(writes);
        }
    }

    private Armed<TWhen, TWhat>? Take<TWhen, TWhat>(List<Armed<TWhen, TWhat>> armed, Func<TWhen, bool> matches)
    {
        lock (_gate)
        {
            var found = armed.Find(candidate => matches(candidate.When));
            if (found is not null && --found.Left == 0)
                armed.Remove(found);
            return found;
        }
    }

    private sealed class Armed<TWhen, TWhat>(TWhen when, TWhat what, int times)
    {
        public TWhen When { get; } = when;

        public TWhat What { get; } = what;

        public int Left { get; set; } = times;
    }

    private sealed class Provider : ExtensionIdProvider<JournalFaults>
    {
        public override JournalFaults CreateExtension(ExtendedActorSystem system) => new();
    }
}

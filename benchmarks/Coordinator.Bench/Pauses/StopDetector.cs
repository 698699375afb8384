using Coordinator.Bench.Measuring;

namespace Coordinator.Bench.Pauses;

/// <summary>Finds stops of the machine in the times at which a sleeping thread woke up.</summary>
internal sealed class StopDetector(long start)
{
    private readonly List<MachineStop> _stops = [];
    private long _last = start;

    /// <summary>Gets the time that the thread asks to sleep.</summary>
    public static TimeSpan Sleep { get; } = TimeSpan.FromMilliseconds(1);

    /// <summary>Gets the delay beyond the sleep from which on a late wake-up is a stop.</summary>
    /// <remarks>A timer of a busy Linux machine is late by less than 1 ms.</remarks>
    public static TimeSpan Limit { get; } = TimeSpan.FromMilliseconds(5);

    public IReadOnlyList<MachineStop> Stops => _stops;

    /// <summary>Notes a wake-up. The time since the one before counts, so no stop falls between two sleeps.</summary>
    public void Wake(long now)
    {
        var due = _last + Window.TicksOf(Sleep);
        if (now - due >= Window.TicksOf(Limit))
            _stops.Add(new MachineStop(due, now));
        _last = now;
    }
}

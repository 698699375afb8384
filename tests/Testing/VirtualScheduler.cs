using Akka.Actor;
using Akka.Configuration;
using Akka.Event;
using Akka.TestKit;

namespace Coordinator.Testing;

/// <summary>
/// Scheduler whose time stands still unless the test advances it, its monotonic clock included. The time of day can be set apart from it.
/// </summary>
public sealed class VirtualScheduler : TestScheduler, IScheduler
{
    private readonly DateTimeOffset _start;

    private TimeSpan _paused;

    /// <param name="config">Settings, which are not used.</param>
    /// <param name="log">Log, which is not used.</param>
    public VirtualScheduler(Config config, ILoggingAdapter log)
        : base(config, log) => _start = Now;

    /// <summary>Gets or sets by how much the time of day differs from the time that has passed.</summary>
    public TimeSpan ClockOffset { get; set; }

    /// <summary>Lets time pass for clocks, while no timer fires: the process is paused.</summary>
    public void Pause(TimeSpan time) => _paused += time;

    DateTimeOffset ITimeProvider.Now => Now + _paused + ClockOffset;

    TimeSpan ITimeProvider.MonotonicClock => Now + _paused - _start;

    TimeSpan ITimeProvider.HighResMonotonicClock => Now + _paused - _start;
}

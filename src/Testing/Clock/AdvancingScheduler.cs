using Akka.Actor;
using Akka.Configuration;
using Akka.Dispatch;
using Akka.Event;

namespace Coordinator.Testing.Clock;

/// <summary>Scheduler of Akka that goes by a <see cref="TestClock" />. When the clock jumps, what is due fires at once, in its order.</summary>
/// <param name="config">Settings of the actor system.</param>
/// <param name="log">Log.</param>
internal sealed class AdvancingScheduler(Config config, ILoggingAdapter log) : SchedulerBase(config, log), IDisposable
{
    private readonly TimerQueue _timers = new(TestClock.Of(config.GetString(TestClock.Setting)), error => log.Error(error, "A timer failed."));

    public override TimeSpan MonotonicClock => _timers.Clock.Elapsed;

    public override TimeSpan HighResMonotonicClock => _timers.Clock.Elapsed;

    protected override DateTimeOffset TimeNow => _timers.Clock.GetUtcNow();

    public void Dispose() => _timers.Dispose();

    protected override void InternalScheduleTellOnce(TimeSpan delay, ICanTell receiver, object message, IActorRef sender, ICancelable cancelable) =>
        _timers.Add(delay, interval: null, () => receiver.Tell(message, sender), cancelable);

    protected override void InternalScheduleTellRepeatedly(
        TimeSpan initialDelay, TimeSpan interval, ICanTell receiver, object message, IActorRef sender, ICancelable cancelable) =>
        _timers.Add(initialDelay, interval, () => receiver.Tell(message, sender), cancelable);

    protected override void InternalScheduleOnce(TimeSpan delay, Action action, ICancelable cancelable) =>
        _timers.Add(delay, interval: null, action, cancelable);

    protected override void InternalScheduleOnce(TimeSpan delay, IRunnable action, ICancelable cancelable) =>
        _timers.Add(delay, interval: null, action.Run, cancelable);

    protected override void InternalScheduleRepeatedly(TimeSpan initialDelay, TimeSpan interval, Action action, ICancelable cancelable) =>
        _timers.Add(initialDelay, interval, action, cancelable);

    protected override void InternalScheduleRepeatedly(TimeSpan initialDelay, TimeSpan interval, IRunnable action, ICancelable cancelable) =>
        _timers.Add(initialDelay, interval, action.Run, cancelable);
}

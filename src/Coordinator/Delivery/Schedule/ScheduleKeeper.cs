using Akka.Actor;
using Coordinator.Contracts;
using Coordinator.Topics.Log;

namespace Coordinator.Delivery.Schedule;

/// <summary>
/// Wakes the schedule of a queue at intervals, if it has one. Otherwise nobody would after the loss of the schedule's node: consumers know of
/// queues only, and they are what keeps a queue there.
/// </summary>
internal sealed class ScheduleKeeper : ReceiveActor, IWithTimers
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(3);

    // The message by which a schedule tells of its first entry may be lost together with the schedule's node.
    private static readonly TimeSpan LookInterval = TimeSpan.FromSeconds(30);

    private readonly QueueId _schedule;
    private readonly IQueueLogReader _reader;
    private readonly Func<IActorRef> _queues;
    private bool _isInUse;

    /// <param name="queue">The queue.</param>
    /// <param name="reader">Reads the journal.</param>
    /// <param name="queues">Region of the queues.</param>
    public ScheduleKeeper(QueueId queue, IQueueLogReader reader, Func<IActorRef> queues)
    {
        (_schedule, _reader, _queues) = (QueueSchedule.Of(queue), reader, queues);
        Receive<Looked>(looked => OnLooked(looked.IsInUse));
        Receive<ScheduleInUse>(_ => OnLooked(isInUse: true));
        Receive<WakeDue>(_ => OnDue());
    }

    public ITimerScheduler Timers { get; set; } = null!;

    protected override void PreStart() => Look();

    // The bounds tell it even when all entries are deleted.
    private void Look() => _reader.BoundsAsync(_schedule, CancellationToken.None).PipeTo(
        Self, success: bounds => new Looked(bounds.Highest > 0), failure: _ => new Looked(IsInUse: null));

    private void OnLooked(bool? isInUse)
    {
        _isInUse |= isInUse is true;
        if (_isInUse)
            _queues().Tell(new StartSchedule(_schedule));
        // A journal that was away is asked again soon.
        Timers.StartSingleTimer(WakeDue.Instance, WakeDue.Instance, _isInUse || isInUse is null ? Interval : LookInterval);
    }

    private void OnDue()
    {
        if (_isInUse)
            OnLooked(isInUse: true);
        else
            Look();
    }

    private sealed record Looked(bool? IsInUse);

    private sealed class WakeDue
    {
        public static WakeDue Instance { get; } = new();
    }
}

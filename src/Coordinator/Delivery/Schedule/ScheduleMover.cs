using Akka.Actor;
using Akka.Event;
using Coordinator.Contracts;
using Coordinator.Contracts.Consuming;
using Coordinator.Delivery.Common;
using Coordinator.Topics.Log;

namespace Coordinator.Delivery.Schedule;

/// <summary>
/// Moves messages from a schedule into its queue when they are due. It is the only member of a group of its own, so what waits, and how far the
/// schedule is done, is kept as for any group. A message is acknowledged when the queue has it, which appends it once.
/// </summary>
internal sealed class ScheduleMover : ReceiveActor, IWithTimers
{
    /// <summary>Group that consumes schedules.</summary>
    public static readonly ConsumerGroup Group = new("coordinator:schedule");

    private const int Room = 256;

    private static readonly InstanceId Instance = new("schedule");
    private static readonly TimeSpan Lease = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan AttachInterval = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan RenewInterval = TimeSpan.FromMinutes(1);

    private readonly QueueId _schedule;
    private readonly IActorRef _log;
    private readonly Func<IActorRef> _queues;
    private readonly ILoggingAdapter _logger = Context.GetLogger();
    private readonly Dictionary<long, Deliver> _moving = [];
    private bool _isKnown;

    /// <param name="schedule">The schedule.</param>
    /// <param name="log">Log of the schedule.</param>
    /// <param name="queues">Region of the queues.</param>
    public ScheduleMover(QueueId schedule, IActorRef log, Func<IActorRef> queues)
    {
        (_schedule, _log, _queues) = (schedule, log, queues);
        Receive<Deliver>(OnDeliver);
        Receive<ScheduledMove.Moved>(OnMoved);
        Receive<AttachDue>(_ => Attach());
        Receive<RenewDue>(_ => Renew());
        Receive<StartSchedule>(_ => _isKnown = true);
        Receive<ConsumerAttached>(_ => { });
    }

    public ITimerScheduler Timers { get; set; } = null!;

    protected override void PreStart()
    {
        Attach();
        Timers.StartPeriodicTimer(AttachDue.Instance, AttachDue.Instance, AttachInterval);
        Timers.StartPeriodicTimer(RenewDue.Instance, RenewDue.Instance, RenewInterval);
    }

    /// <summary>Attaches, again at intervals: the delivery may have started anew.</summary>
    private void Attach()
    {
        _log.Tell(new AttachConsumer(
            _schedule, Group, Instance, Self, StartPosition.FromBeginning, Tags: [], Room, Lease, Concurrency: Room));
        if (!_isKnown)
            _queues().Tell(new ScheduleInUse(QueueSchedule.Of(_schedule)));
    }

    private void OnDeliver(Deliver deliver)
    {
        // A later delivery of a message that is being moved is settled by the same answer.
        var isMoving = _moving.ContainsKey(deliver.Delivery.Offset);
        _moving[deliver.Delivery.Offset] = deliver;
        if (!isMoving)
            Move(deliver);
    }

    private void Move(Deliver deliver)
    {
        // It enters the queue as if it were committed now: no earlier entry of the queue can be this message.
        var append = new AppendToQueue(
            QueueSchedule.Of(_schedule),
            deliver.Id.Transaction,
            deliver.CommittedAt + deliver.Message.Delay,
            [new IndexedMessage(deliver.Id.Index, deliver.Message with { Delay = TimeSpan.Zero })],
            IsMove: true);
        var (queues, offset) = (_queues, deliver.Delivery.Offset);
        Context.ActorOf(Props.Create(() => new ScheduledMove(append, offset, queues)));
    }

    private void OnMoved(ScheduledMove.Moved moved)
    {
        if (!_moving.Remove(moved.Offset, out var deliver))
            return;
        _log.Tell(new SettleDelivery(new Acknowledge(deliver.Delivery), Instance));
        _logger.Debug("Moved offset {0} of schedule {1} into its queue.", deliver.Delivery.Offset, _schedule);
    }

    private void Renew()
    {
        if (_moving.Count > 0)
        {
            _log.Tell(new RenewDeliveries(
                _schedule, Group, [.. _moving.Values.Select(deliver => new RunningDelivery(deliver.Delivery.Offset, deliver.Delivery.Attempt))], Instance));
        }
    }

    private sealed class AttachDue
    {
        public static AttachDue Instance { get; } = new();
    }

    private sealed class RenewDue
    {
        public static RenewDue Instance { get; } = new();
    }
}

using Akka.Actor;
using Coordinator.Topics.Log;

namespace Coordinator.Delivery.Schedule;

/// <summary>
/// Appends one message to its queue, and repeats that until the queue has answered. Each has an actor of its own: answers name the transaction
/// only, and several messages of one may be on their way.
/// </summary>
internal sealed class ScheduledMove : ReceiveActor, IWithTimers
{
    private static readonly TimeSpan RepeatInterval = TimeSpan.FromSeconds(1);

    private readonly AppendToQueue _append;
    private readonly Func<IActorRef> _queues;

    /// <param name="append">Append of one message.</param>
    /// <param name="offset">Its offset in the schedule.</param>
    /// <param name="queues">Region of the queues.</param>
    public ScheduledMove(AppendToQueue append, long offset, Func<IActorRef> queues)
    {
        (_append, _queues) = (append, queues);
        Receive<RepeatDue>(_ => Send());
        Receive<AppendedToQueue>(_ =>
        {
            Context.Parent.Tell(new Moved(offset));
            Context.Stop(Self);
        });
    }

    public ITimerScheduler Timers { get; set; } = null!;

    protected override void PreStart()
    {
        Send();
        Timers.StartPeriodicTimer(RepeatDue.Instance, RepeatDue.Instance, RepeatInterval);
    }

    private void Send() => _queues().Tell(_append);

    /// <param name="Offset">Offset in the schedule of the message that its queue has.</param>
    public sealed record Moved(long Offset);

    private sealed class RepeatDue
    {
        public static RepeatDue Instance { get; } = new();
    }
}

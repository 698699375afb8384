using Akka.Event;
using Coordinator.Delivery.Common;
using Coordinator.Delivery.Stream;

namespace Coordinator.Delivery;

/// <summary>
/// Makes it visible when something holds up messages of a group: one line when it begins, one when it ends, and a metric. Also writes the line
/// about messages that are deleted.
/// </summary>
internal sealed class BlockedGroup(GroupQueue of, ILoggingAdapter log)
{
    private readonly HashSet<(WaitCause Cause, long Offset)> _blocked = [];

    public void Tell(GroupBlocked blocked)
    {
        var what = blocked.What;
        if (!(blocked.IsBlocked ? _blocked.Add((what.Cause, what.Offset)) : _blocked.Remove((what.Cause, what.Offset))))
            return;
        DeliveryMetrics.Block(what.Cause, blocked.IsBlocked ? 1 : -1);
        if (blocked.IsBlocked)
            Begin(what);
        else
            End(what);
    }

    public void Tell(MessagesMissed missed) => log.Warning(
        "Group {0} has missed {1} messages of queue {2}, {3} in all: they were deleted before it had settled them. "
            + "It goes on with those that are kept.",
        of.Group, missed.Messages, of.Queue, missed.Total);

    /// <summary>Forgets the state when the stream ends. The next stream tells it anew.</summary>
    public void Forget()
    {
        foreach (var (cause, _) in _blocked)
            DeliveryMetrics.Block(cause, -1);
        _blocked.Clear();
    }

    private void Begin(WaitDescription what)
    {
        switch (what.Cause)
        {
            case WaitCause.Limit:
                log.Warning(
                    "Group {0} reads queue {1} no further: {2} of its messages are delayed, in back-off, or behind another of their ordering key "
                        + "(delivery.maxPending = {3}). It goes on as soon as one of them is settled.",
                    of.Group, of.Queue, what.Messages, what.Limit);
                break;
            case WaitCause.Key:
                log.Warning(
                    "Messages of one ordering key (hash {0}) wait for group {1} in queue {2}: {3} are behind offset {4}, which is {5}.",
                    what.KeyHash, of.Group, of.Queue, what.Messages, what.Offset, what.Detail);
                break;
            default:
                log.Warning("Group {0} takes nothing more from queue {1}: {2}.", of.Group, of.Queue, what.Words);
                break;
        }
    }

    private void End(WaitDescription what)
    {
        switch (what.Cause)
        {
            case WaitCause.Limit:
                log.Info("Group {0} reads queue {1} again.", of.Group, of.Queue);
                break;
            case WaitCause.Key:
                log.Info("Messages of the ordering key (hash {0}) go on for group {1} in queue {2}.", what.KeyHash, of.Group, of.Queue);
                break;
            default:
                log.Info("Group {0} takes messages from queue {1} again.", of.Group, of.Queue);
                break;
        }
    }
}

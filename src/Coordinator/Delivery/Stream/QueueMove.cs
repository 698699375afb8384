using Coordinator.Contracts;
using Coordinator.Contracts.Consuming;
using Coordinator.Delivery.Common;
using Coordinator.Delivery.Members;
using Coordinator.Delivery.Progress;

namespace Coordinator.Delivery.Stream;

/// <summary>
/// Deliveries that were in flight when their queue moved here. For a moment nobody gets them, and their consumers settle them or tell that
/// their handlers run.
/// </summary>
internal sealed class QueueMove(GroupProgress progress, MemberRotation members)
{
    /// <summary>
    /// Time that a consumer has whose session or queue moves. It opens a session at another node within some milliseconds, and attaches to a
    /// queue as soon as that has its new place.
    /// </summary>
    public static readonly TimeSpan Grace = TimeSpan.FromSeconds(1.5);

    private readonly Dictionary<long, InstanceId> _kept = [];

    /// <summary>Postpones a delivery that was taken back because the queue stops here. The saved progress has the time.</summary>
    public void Postpone(PendingMessage message, DateTimeOffset now)
    {
        (message.DueAt, message.Wait) = (now + Grace, Grace);
        progress.Touch(message);
    }

    /// <summary>Keeps a message for the instance whose handler runs, until it is due.</summary>
    public void Keep(PendingMessage message, InstanceId instance) => _kept[message.Offset] = instance;

    /// <summary>
    /// Takes a message that is due, and was kept for a member. <c>null</c>: it is to be delivered again.
    /// </summary>
    public Member? TakeKept(PendingMessage message) =>
        message.Flight is null && _kept.Remove(message.Offset, out var instance) ? members.Find(instance) : null;

    /// <summary>
    /// Returns true when an unhandled message comes back that was in flight when the queue moved here. It is delivered again when it is due,
    /// and its failure is not counted.
    /// </summary>
    public bool Returns(PendingMessage message, Settle settle)
    {
        if (message is not { Flight: null, DeadLettering: false }
            || message.Attempt != settle.Delivery.Attempt
            || settle is not (HandBack or Retry))
        {
            return false;
        }

        _kept.Remove(message.Offset);
        return true;
    }

    /// <summary>Keeps nothing more for an instance that is gone, unless its session only moves.</summary>
    public void Detached(InstanceId instance, ConsumerLoss loss)
    {
        if (loss == ConsumerLoss.Moved)
            return;
        foreach (var (offset, _) in _kept.Where(kept => kept.Value == instance).ToList())
            _kept.Remove(offset);
    }

    public void Settled(PendingMessage message) => _kept.Remove(message.Offset);
}

namespace Coordinator.Retention.Queues;

/// <summary>Facts about a queue that decide what is deleted of it.</summary>
/// <param name="FirstKept">First offset that is kept now.</param>
/// <param name="Expired">First offset that is not past its retention, or that this batch does not reach.</param>
/// <param name="IsEvenIfUnread">True when what a group has not settled goes too.</param>
/// <param name="Groups">What the groups need.</param>
/// <param name="Holds">Further reasons to keep entries.</param>
internal sealed record QueueFacts(
    long FirstKept, long Expired, bool IsEvenIfUnread, IReadOnlyList<GroupNeed> Groups, IReadOnlyList<QueueHold> Holds);

using System.Diagnostics.CodeAnalysis;
using Akka.Actor;
using Coordinator.Contracts;
using Coordinator.Contracts.Common;
using Coordinator.Contracts.Consuming;
using Coordinator.Delivery.Common;
using Coordinator.Delivery.Members;
using Coordinator.Delivery.Progress;

namespace Coordinator.Delivery.Stream;

/// <summary>
/// Deliveries in flight, with their members and leases. It decides about each settlement and tells the result to <paramref
/// name="exits" />. It uses neither a clock nor Akka Streams.
/// </summary>
internal sealed class Window(GroupQueue of, GroupProgress progress, DeliveryOptions options, IWindowExits exits)
{
    private readonly RetryPolicy _retry = new(options);
    private readonly MemberRotation _members = new();

    public IReadOnlyList<Member> Members => _members.All;

    public int InFlight { get; private set; }

    /// <summary>True when a message could be delivered now.</summary>
    public bool HasRoom => InFlight < options.MaxInFlight && _members.HasRoom();

    public void Attach(AttachConsumer attach) => _members.Attach(attach, attach.Lease ?? options.Lease);

    /// <summary>Removes a member. Its deliveries go to other members at once, without counting as failures.</summary>
    public void Detach(IActorRef session, DateTimeOffset now)
    {
        if (!_members.Detach(session, out var member))
            return;
        foreach (var message in HeldBy(holder => holder == member))
        {
            TakeBack(message);
            DeliveryMetrics.Lost.Add(1);
            Redeliver(message, now);
        }
    }

    /// <summary>True when the message takes a member's room.</summary>
    public static bool Needs(PendingMessage message) => !message.Settled && !message.DeadLettering;

    /// <summary>
    /// Hands a message to a member. Call it only while there is room, if the message needs any. <c>null</c> when the message goes
    /// elsewhere.
    /// </summary>
    public Handover? HandOver(PendingMessage message, DateTimeOffset now)
    {
        if (message.Settled)
        {
            exits.Leave(message);
            return null;
        }

        // It was sent to the dead letters when it was marked.
        if (message.DeadLettering)
            return null;

        var member = _members.Next() ?? throw new InvalidOperationException("No member has room: check HasRoom first.");
        member.InFlight++;
        InFlight++;
        message.HandTo(member, now);
        progress.Touch();
        DeliveryMetrics.HandedOver(message.Attempt);
        return new Handover(member.Session, new Deliver(
            new DeliveryId(of.Group, of.Queue, message.Offset, message.Attempt),
            message.Entry.Id,
            message.Entry.Message,
            message.Entry.CommittedAt,
            member.Lease));
    }

    /// <param name="settle">Settlement.</param>
    /// <param name="by">Instance that settles; <c>null</c> from a node of a release that does not tell.</param>
    /// <param name="now">Time.</param>
    public void Settle(Settle settle, InstanceId? by, DateTimeOffset now)
    {
        var message = progress.Find(settle.Delivery.Offset);
        if (message is null)
        {
            DeliveryMetrics.SettledLate.Add(1);
            return;
        }

        if (by is { } instance && !message.WasDeliveredTo(instance, settle.Delivery.Attempt))
        {
            DeliveryMetrics.SettledByAnother.Add(1);
            return;
        }

        if (settle is Acknowledge)
        {
            // Accept the acknowledgement of any attempt: the consumer has handled the message.
            TakeBack(message);
            Settled(message);
            DeliveryMetrics.Acknowledged.Add(1);
            return;
        }

        if (message.Holder is null || message.Attempt != settle.Delivery.Attempt)
        {
            DeliveryMetrics.SettledLate.Add(1);
            return;
        }

        TakeBack(message);
        if (settle is Retry retry)
            Failed(message, retry.Reason, now, retry.Delay);
        else
            ToDeadLetters(message, ((Reject)settle).Reason);
    }

    /// <summary>Retries deliveries whose lease has ended, at once: the lease has served as the back-off.</summary>
    public void ExpireLeases(DateTimeOffset now)
    {
        foreach (var message in HeldBy(_ => true))
        {
            if (message.LeaseEnds > now)
                continue;
            TakeBack(message);
            DeliveryMetrics.LeasesEnded.Add(1);
            Failed(message, "the lease ended without an answer", now, TimeSpan.Zero);
        }
    }

    /// <summary>Earliest end of a lease; <c>null</c> when nothing is in flight.</summary>
    public DateTimeOffset? NextLeaseEnd()
    {
        DateTimeOffset? earliest = null;
        foreach (var message in progress.Pending)
        {
            if (message.Holder is not null && (earliest is null || message.LeaseEnds < earliest))
                earliest = message.LeaseEnds;
        }

        return earliest;
    }

    /// <summary>
    /// Settles a message whose dead letter is durable. The dead letters keep it from now on, and its ordering key continues.
    /// </summary>
    public void DeadLetterStored(long offset, int attempts)
    {
        if (IsLeaving(offset, attempts, out var message))
            Settled(message);
    }

    /// <summary>True when the message is being dead-lettered. Its dead letter may be durable already.</summary>
    public bool IsLeaving(long offset, int attempts, [NotNullWhen(true)] out PendingMessage? message)
    {
        message = progress.Find(offset);
        return message is { DeadLettering: true } && message.Attempt == attempts;
    }

    /// <summary>
    /// Sends messages to the dead letters again that were being dead-lettered when the last stream ended, even without members.
    /// </summary>
    public void Resume()
    {
        foreach (var message in progress.Pending)
        {
            if (message.DeadLettering)
                exits.DeadLetter(message);
        }
    }

    private void Failed(PendingMessage message, string? reason, DateTimeOffset now, TimeSpan? delay)
    {
        message.Failures++;
        if (_retry.IsLast(message.Failures))
        {
            ToDeadLetters(message, reason);
            return;
        }

        message.Reason = TextLimit.Shorten(reason);
        DeliveryMetrics.Retried.Add(1);
        var wait = delay is { } asked ? RetryPolicy.Clamp(asked) : _retry.DelayAfter(message.Failures, message.Offset);
        Redeliver(message, now + wait);
    }

    private void Redeliver(PendingMessage message, DateTimeOffset due)
    {
        message.DueAt = due;
        progress.Touch();
        exits.Redeliver(message);
    }

    private void ToDeadLetters(PendingMessage message, string? reason)
    {
        message.Reason = TextLimit.Shorten(reason);
        message.DeadLettering = true;
        progress.Touch();
        exits.DeadLetter(message);
    }

    private void Settled(PendingMessage message)
    {
        progress.Settle(message);
        exits.Leave(message);
    }

    private void TakeBack(PendingMessage message)
    {
        if (message.Holder is not { } holder)
            return;
        message.TakeBack();
        holder.InFlight--;
        InFlight--;
    }

    private List<PendingMessage> HeldBy(Func<Member, bool> who)
    {
        var held = new List<PendingMessage>();
        foreach (var message in progress.Pending)
        {
            if (message.Holder is { } holder && who(holder))
                held.Add(message);
        }

        held.Sort(static (a, b) => a.Offset.CompareTo(b.Offset));
        return held;
    }
}

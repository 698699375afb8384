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
internal sealed class Window(
    GroupQueue of, GroupProgress progress, MemberRotation members, DeliveryOptions options, IWindowExits exits, long epoch)
{
    private const int MostOfReason = 100;

    private readonly RetryPolicy _retry = new(options);
    private readonly MemberRotation _members = members;
    private readonly HashSet<PendingMessage> _held = [];
    private readonly QueueMove _move = new(progress, members);
    private readonly RecentDeadLetters _deadLetters = new(progress.Cursor, exits);

    public IReadOnlyList<Member> Members => _members.All;

    public int InFlight => _held.Count;

    /// <summary>Number of deliveries that were handed over.</summary>
    public long HandedOver { get; private set; }

    /// <summary>True when a message could be delivered now, if the members with room want it.</summary>
    public bool HasRoom => InFlight < options.MaxInFlight && _members.HasRoom();

    public void Attach(AttachConsumer attach) => _members.Attach(attach, attach.Lease ?? options.Lease);

    /// <summary>
    /// Removes a member. Its deliveries go to other members at once, or after <see cref="QueueMove.Grace" /> when it only moves. They do not count
    /// as failures, except where it is known which one ended the process. Those that may have done so are handed out to run alone from now on.
    /// </summary>
    public void Detach(IActorRef session, ConsumerLoss loss, DateTimeOffset now)
    {
        if (!_members.Detach(session, out var member))
            return;
        _move.Detached(member.Instance, loss);
        var held = Held(message => message.Holder == member);
        for (var i = 0; i < held.Count; i++)
        {
            var message = held[i];
            TakeBack(message, unasked: true);
            DeliveryMetrics.Lost.Add(1);
            var flight = held[i].Flight!;
            var mayHaveBegun = flight.Start != DeliveryStart.Unknown || (!flight.IsAlone && i < member.Concurrency);
            if (loss == ConsumerLoss.Moved)
            {
                flight.IsMoving = true;
                Redeliver(message, QueueMove.Grace, now);
            }
            else if (loss == ConsumerLoss.None || !mayHaveBegun)
            {
                Redeliver(message, TimeSpan.Zero, now);
            }
            else
            {
                Lost(message, isOnlyOne: loss == ConsumerLoss.LostWithOne && held.Count == 1, now);
            }
        }
    }

    /// <summary>Takes everything back, because the queue moves or stops.</summary>
    public void Stop(DateTimeOffset now)
    {
        foreach (var message in Held(_ => true))
        {
            TakeBack(message, unasked: true);
            _move.Postpone(message, now);
        }
    }

    /// <summary>True when the message takes a member's room.</summary>
    public static bool Needs(PendingMessage message) => !message.Settled && !message.DeadLettering && message.Holder is null;

    /// <summary>
    /// Hands a message to a member. Call it only while there is room, if the message needs any. <c>null</c> when the message goes
    /// elsewhere.
    /// </summary>
    public Handover? HandOver(PendingMessage message, DateTimeOffset now)
    {
        message.OnItsWay--;
        if (message.Settled)
        {
            exits.Leave(message);
            return null;
        }

        // It was sent to the dead letters when it was marked, or the member that had it has it again.
        if (message.DeadLettering || message.Holder is not null)
            return null;
        if (message.DueAt > now || !message.IsLoaded)
        {
            // It came from before it was due later, or waited and lost its body. Its other copy, if there is one, may come much later.
            if (message.OnItsWay == 0 || message.DueAt <= now)
                Redeliver(message);
            return null;
        }

        if (_move.TakeKept(message) is { } keeper)
        {
            message.GoOnAt(keeper, now, ++HandedOver);
            Hold(message, keeper);
            exits.LeaseBegins(message);
            return null;
        }

        if (_members.Next(message.TagHash) is not { } member)
        {
            Return(message);
            return null;
        }

        message.HandTo(member, now, ++HandedOver);
        Hold(message, member);
        DeliveryMetrics.HandedOver(message.Attempt);
        return new Handover(member.Session, new Deliver(
            new DeliveryId(of.Group, of.Queue, message.Offset, message.Attempt) { Epoch = epoch },
            message.Entry!.Id,
            message.Entry.Message,
            message.Entry.CommittedAt,
            member.Lease,
            message.Flight!.IsAlone));
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
            if (settle is Acknowledge)
                _deadLetters.Acknowledged(settle.Delivery, by);
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
            TakeBack(message, unasked: false);
            if (message.DeadLettering)
                exits.HandledAfterAll(settle.Delivery, by);
            Settled(message);
            DeliveryMetrics.Acknowledged.Add(1);
            return;
        }

        if (_move.Returns(message, settle))
            return;
        if (message.Attempt != settle.Delivery.Attempt || message.Flight is not { IsOpen: true })
        {
            // Rejected while it was kept for that consumer: it comes again.
            _move.Settled(message);
            DeliveryMetrics.SettledLate.Add(1);
            return;
        }

        TakeBack(message, unasked: false);
        if (settle is HandBack)
        {
            Redeliver(message, TimeSpan.Zero, now);
            return;
        }

        // The process has survived the message.
        message.Suspect = false;
        if (settle is Retry retry)
            Failed(message, retry.Reason, now, retry.Delay);
        else
            ToDeadLetters(message, ((Reject)settle).Reason);
    }

    /// <summary>
    /// Lets leases begin again, because the handlers run. A lease that ended, or a session that was lost, was no failure then.
    /// </summary>
    public void Renew(RenewDeliveries renew, DateTimeOffset now)
    {
        foreach (var running in renew.Running)
        {
            if (progress.Find(running.Offset) is not { DeadLettering: false } message
                || !message.WasDeliveredTo(renew.Instance, running.Attempt))
            {
                continue;
            }

            message.Acquit(running.Attempt);
            if (message.Attempt != running.Attempt)
                continue;
            if (message.Flight is not { } flight)
            {
                _move.Keep(message, renew.Instance);
                continue;
            }

            if (flight.Holder is not null)
                flight.Renew(now);
            else if (flight.IsTakenBack && InFlight < options.MaxInFlight && _members.Find(renew.Instance) is { } member)
                Restore(message, flight, member, now);
            else
                continue;
            if (flight.Start == DeliveryStart.Unknown)
                flight.Start = DeliveryStart.Begun;
        }
    }

    /// <summary>
    /// Records that the handler of a suspect begins, or is not alone any more. Returns false when the instance does not have the delivery.
    /// </summary>
    public bool Begin(MayBegin begin, InstanceId instance, DateTimeOffset now)
    {
        if (progress.Find(begin.Delivery.Offset) is not { Flight: { Holder: { } holder } flight } message
            || message.Attempt != begin.Delivery.Attempt
            || holder.Instance != instance)
        {
            return false;
        }

        flight.Start = begin.IsAlone ? DeliveryStart.BegunAlone : DeliveryStart.Begun;
        flight.Renew(now);
        return true;
    }

    /// <summary>Retries deliveries whose lease has ended, at once: the lease has served as the back-off.</summary>
    public void ExpireLeases(DateTimeOffset now)
    {
        foreach (var message in Held(message => message.Flight!.LeaseEnds <= now))
        {
            TakeBack(message, unasked: true);
            DeliveryMetrics.LeasesEnded.Add(1);
            message.Presume();
            RetryOrEnd(message, "the lease ended without an answer", now, TimeSpan.Zero);
        }
    }

    /// <summary>Earliest end of a lease; <c>null</c> when nothing is in flight.</summary>
    public DateTimeOffset? NextLeaseEnd() => _held.Count == 0 ? null : _held.Min(message => message.Flight!.LeaseEnds);

    /// <summary>
    /// Settles a message whose dead letter is durable. The dead letters keep it from now on, and its ordering key continues.
    /// </summary>
    public void DeadLetterStored(long offset, int attempts)
    {
        if (!IsLeaving(offset, attempts, out var message))
            return;
        _deadLetters.Add(message);
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

    /// <summary>
    /// Handles a delivery that may have ended its process. It is a failure when its handler is known to have begun. A message becomes a
    /// dead letter only by what it did alone: others in the process must not suffer for it.
    /// </summary>
    private void Lost(PendingMessage message, bool isOnlyOne, DateTimeOffset now)
    {
        message.Suspect = true;
        var start = message.Flight!.Start;
        var wasAlone = isOnlyOne || start == DeliveryStart.BegunAlone;
        if (!wasAlone && start == DeliveryStart.Unknown)
        {
            Redeliver(message, TimeSpan.Zero, now);
            return;
        }

        var counts = wasAlone || !_retry.IsLast(message.Failures + 1);
        if (counts)
            message.Presume();
        RetryOrEnd(message, "the consumer's process ended while it handled the message", now, delay: null);
    }

    private void Failed(PendingMessage message, string? reason, DateTimeOffset now, TimeSpan? delay)
    {
        message.Failures++;
        RetryOrEnd(message, reason, now, delay);
    }

    private void RetryOrEnd(PendingMessage message, string? reason, DateTimeOffset now, TimeSpan? delay)
    {
        if (_retry.IsLast(message.Failures))
        {
            ToDeadLetters(message, reason);
            return;
        }

        // There may be a million of them. A dead letter gets the whole text of its last failure.
        message.Reason = TextLimit.Shorten(reason, MostOfReason);
        DeliveryMetrics.Retried.Add(1);
        var wait = delay is { } asked ? RetryPolicy.Clamp(asked) : _retry.DelayAfter(message.Failures, message.Offset);
        Redeliver(message, wait, now);
    }

    private void Restore(PendingMessage message, Flight flight, Member member, DateTimeOffset now)
    {
        message.Suspect = flight.IsAlone;
        flight.Restore(member, now);
        Hold(message, member);
        DeliveryMetrics.Restored.Add(1);
        exits.LeaseBegins(message);
    }

    private void Hold(PendingMessage message, Member member)
    {
        member.Take(message.Flight!.BytesOf(message));
        _held.Add(message);
        progress.Touch(message);
    }

    private void Redeliver(PendingMessage message, TimeSpan wait, DateTimeOffset now)
    {
        message.DueAt = now + wait;
        message.Wait = wait;
        progress.Touch(message);
        Redeliver(message);
    }

    private void Redeliver(PendingMessage message)
    {
        message.OnItsWay++;
        exits.Redeliver(message);
    }

    /// <summary>
    /// Sends a message back while only other members have room. It must not hold up what they want. It goes back even when it is on its way a
    /// second time: that copy may come much later, when an earlier back-off is over.
    /// </summary>
    private void Return(PendingMessage message)
    {
        message.OnItsWay++;
        exits.Return(message);
    }

    private void ToDeadLetters(PendingMessage message, string? reason)
    {
        message.Reason = TextLimit.Shorten(reason);
        message.DeadLettering = true;
        progress.Touch(message);
        exits.DeadLetter(message);
    }

    private void Settled(PendingMessage message)
    {
        _move.Settled(message);
        progress.Settle(message);
        exits.Leave(message);
    }

    private void TakeBack(PendingMessage message, bool unasked)
    {
        if (message.Flight is not { IsOpen: true } flight)
            return;
        if (flight.Holder is { } holder)
            _members.Free(holder, flight.Bytes);
        _held.Remove(message);
        flight.TakeBack(unasked);
    }

    /// <summary>Returns deliveries in flight in the order in which they were handed over.</summary>
    private List<PendingMessage> Held(Func<PendingMessage, bool> which)
    {
        var held = _held.Where(which).ToList();
        held.Sort(static (a, b) => a.Flight!.Number.CompareTo(b.Flight!.Number));
        return held;
    }
}

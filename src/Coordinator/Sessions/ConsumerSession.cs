using Akka.Actor;
using Coordinator.Contracts;
using Coordinator.Contracts.Common;
using Coordinator.Contracts.Consuming;
using Coordinator.Contracts.Sessions;
using Coordinator.Delivery.Common;
using Coordinator.Sessions.Access;
using Coordinator.Topics.Catalog;

namespace Coordinator.Sessions;

/// <summary>Consuming side of a session: its subscriptions, their deliveries and settlements.</summary>
internal sealed class ConsumerSession(
    InstanceId instance,
    ParticipantAccess access,
    SessionParts parts,
    ICreationRate rate,
    SessionOptions options,
    FrameBuffer frame,
    DroppedItems dropped,
    IActorRef session,
    Action<IActorRef> watch)
{
    /// <summary>Access of the participant, which may change while the session is open.</summary>
    public ParticipantAccess Access { get; set; } = access;

    private static readonly TopicAnswer Unanswered = new(QueueCount: 0, "the topic did not answer in time.", Retryable: true);

    private readonly Dictionary<(ConsumerGroup, Topic), Subscription> _subscriptions = [];
    private readonly UnsettledDeliveries _unsettled = new();

    // Subscriptions that ended. Deliveries that their consumers still have may be settled.
    private readonly Dictionary<(ConsumerGroup, Topic), Subscription> _unsubscribed = [];

    public void Take(Subscribe subscribe, long tick)
    {
        var key = (subscribe.Group, subscribe.Topic);
        if (Problem(subscribe) is { } problem)
        {
            Refuse(subscribe, retryable: false, problem);
            return;
        }

        if (_subscriptions.TryGetValue(key, out var present) && Same(present.Subscribe, subscribe))
        {
            if (present.Attached)
                frame.Add(new SubscribeReply(subscribe.Group, subscribe.Topic, Accepted: true));
            return;
        }

        _unsubscribed.Remove(key, out var left);
        var subscription = _subscriptions[key] = new Subscription(subscribe, tick);
        // The number of queues of a topic never changes, so the topic need not be asked again. Earlier deliveries can be settled
        // meanwhile.
        if ((present ?? left) is { TopicKnown: true } before)
            Attach(subscription, before.QueueCount);
        else
            Join(subscribe);
    }

    public void Joined(TopicJoined joined)
    {
        if (Find(joined.Subscribe) is not { TopicKnown: false } subscription)
            return;
        if (joined.Answer.Refusal is { } refusal)
        {
            _subscriptions.Remove((joined.Subscribe.Group, joined.Subscribe.Topic));
            Refuse(joined.Subscribe, joined.Answer.Retryable, refusal);
            return;
        }

        Attach(subscription, joined.Answer.QueueCount);
    }

    public void Attached(ConsumerAttached attached, IActorRef delivery)
    {
        if (!_subscriptions.TryGetValue((attached.Group, attached.Queue.Topic), out var subscription))
            return;
        watch(delivery);
        if (subscription.Confirm(attached.Queue, delivery))
            frame.Add(new SubscribeReply(attached.Group, attached.Queue.Topic, Accepted: true));
    }

    /// <summary>Lets a group join its topic again that was removed from it, as a new one. Other queues may tell the same meanwhile.</summary>
    public void Refused(ConsumerRefused refused, long tick)
    {
        var key = (refused.Group, refused.Queue.Topic);
        if (!_subscriptions.TryGetValue(key, out var removed) || !removed.TopicKnown)
            return;
        var subscribe = removed.Subscribe;
        _subscriptions[key] = new Subscription(subscribe, tick);
        Join(subscribe);
    }

    /// <summary>
    /// Attaches again to a queue whose delivery has ended, because it moved or failed. The queue itself does not know its consumers any more.
    /// </summary>
    public void DeliveryEnded(IActorRef delivery)
    {
        foreach (var subscription in _subscriptions.Values)
        {
            if (subscription.Lose(delivery))
                subscription.AttachToMissing(parts.Queues, instance, session);
        }
    }

    /// <summary>Attaches again to queues that have not confirmed: a shard that moves drops what it is sent meanwhile.</summary>
    public void AttachToMissing(long tick)
    {
        foreach (var subscription in _subscriptions.Values.Where(subscription => subscription.Started < tick - 1))
            subscription.AttachToMissing(parts.Queues, instance, session);
    }

    /// <summary>Hands a delivery back that came to a session which moves to another node. The next member gets it at once.</summary>
    public void HandBack(Deliver deliver) => parts.Queues.Tell(new SettleDelivery(new HandBack(deliver.Delivery), instance), session);

    public void Deliver(Deliver deliver)
    {
        if (_subscriptions.ContainsKey((deliver.Delivery.Group, deliver.Delivery.Queue.Topic)))
        {
            _unsettled.Add(deliver.Delivery);
            frame.Add(deliver);
        }
        else
        {
            SessionMetrics.Dropped.Add(1);
        }
    }

    public void Begin(Begin begin) => frame.Add(begin);

    /// <summary>Tells the participant what a group never gets again.</summary>
    public void Settled(SettledBelow settled)
    {
        if (_subscriptions.ContainsKey((settled.Group, settled.Queue.Topic)))
            frame.Add(settled);
    }

    public void Take(Settle settle)
    {
        if (!Consumes(settle.Delivery.Group, settle.Delivery.Queue, "settles"))
            return;
        _unsettled.Remove(settle.Delivery);
        parts.Queues.Tell(new SettleDelivery(Shortened(settle), instance), session);
    }

    public void Take(RenewLeases renew)
    {
        if (!Consumes(renew.Group, renew.Queue, "renews"))
            return;
        // An earlier session may have passed them on.
        foreach (var running in renew.Running)
            _unsettled.Add(new DeliveryId(renew.Group, renew.Queue, running.Offset, running.Attempt));
        parts.Queues.Tell(new RenewDeliveries(renew.Queue, renew.Group, renew.Running, instance, renew.Epoch), session);
    }

    public void Take(MayBegin begin)
    {
        if (Consumes(begin.Delivery.Group, begin.Delivery.Queue, "begins"))
            parts.Queues.Tell(new BeginDelivery(begin, instance, session), session);
    }

    public void Take(Unsubscribe unsubscribe)
    {
        if (!_subscriptions.Remove((unsubscribe.Group, unsubscribe.Topic), out var subscription))
        {
            if (!Access.MayConsume(unsubscribe.Group))
                dropped.Add("forbidden", () => $"it unsubscribes group {unsubscribe.Group}, for which the participant may not consume.");
            return;
        }

        subscription.DetachFrom(parts.Queues, session, ConsumerLoss.None);
        if (_unsubscribed.Count < options.MaxSubscriptions)
            _unsubscribed[(unsubscribe.Group, unsubscribe.Topic)] = subscription;
    }

    /// <summary>Gives unconfirmed subscriptions up whose time is over, and attaches the others to their queues again at intervals.</summary>
    public void Tick(long tick, long ticksToLive, bool attachAll)
    {
        foreach (var (key, subscription) in _subscriptions)
        {
            if (!subscription.Attached && subscription.Started + ticksToLive <= tick)
            {
                _subscriptions.Remove(key);
                subscription.DetachFrom(parts.Queues, session, ConsumerLoss.None);
                Refuse(subscription.Subscribe, retryable: true, "not all queues of the topic answered in time.");
            }
            else if (attachAll)
            {
                subscription.AttachTo(parts.Queues, instance, session);
            }
        }
    }

    /// <summary>Detaches all subscriptions, at the end of the session.</summary>
    /// <param name="isLost">True when the participant did not end the session itself.</param>
    public void Leave(bool isLost) =>
        Leave(!isLost ? ConsumerLoss.None : _unsettled.IsOne ? ConsumerLoss.LostWithOne : ConsumerLoss.Lost);

    /// <summary>Detaches all subscriptions of a session that moves to another node. What was delivered may still be settled.</summary>
    public void Move()
    {
        var moving = _subscriptions.ToList();
        Leave(ConsumerLoss.Moved);
        foreach (var (key, subscription) in moving)
            _unsubscribed[key] = subscription;
    }

    private void Leave(ConsumerLoss loss)
    {
        foreach (var subscription in _subscriptions.Values)
            subscription.DetachFrom(parts.Queues, session, loss);
        _subscriptions.Clear();
    }

    private bool Consumes(ConsumerGroup group, QueueId queue, string does)
    {
        var key = (group, queue.Topic);
        if ((_subscriptions.TryGetValue(key, out var subscription) || _unsubscribed.TryGetValue(key, out subscription))
            && subscription.Has(queue))
        {
            return true;
        }

        if (!Access.MayConsume(group))
            dropped.Add("forbidden", () => $"it {does} a delivery of group {group}, for which the participant may not consume.");
        else
            dropped.Add("unknown", () => $"it {does} a delivery of group {group} in queue {queue}, which it does not consume.");
        return false;
    }

    private void Attach(Subscription subscription, int queueCount)
    {
        subscription.Join(queueCount);
        subscription.AttachTo(parts.Queues, instance, session);
    }

    private string? Problem(Subscribe subscribe)
    {
        if (subscribe.Problem() is { } problem)
            return problem;
        if (!Access.MayConsume(subscribe.Group))
            return $"participant {Access.Name} may not consume for group {subscribe.Group}.";
        if (!Access.MaySubscribe(subscribe.Topic))
            return $"participant {Access.Name} may not subscribe to topic {subscribe.Topic}.";
        return _subscriptions.Count >= options.MaxSubscriptions && !_subscriptions.ContainsKey((subscribe.Group, subscribe.Topic))
            ? $"a session may have at most {options.MaxSubscriptions} subscriptions (sessions.maxSubscriptions)."
            : null;
    }

    // The record compares its tags by reference, so compare them separately.
    private static bool Same(Subscribe one, Subscribe other) =>
        one == other with { Tags = one.Tags } && one.Tags.SequenceEqual(other.Tags);

    private Subscription? Find(Subscribe subscribe) =>
        _subscriptions.TryGetValue((subscribe.Group, subscribe.Topic), out var found)
        && ReferenceEquals(found.Subscribe, subscribe)
            ? found
            : null;

    private void Join(Subscribe subscribe) =>
        JoinAsync(subscribe).PipeTo(session, session, failure: _ => new TopicJoined(subscribe, Unanswered));

    private async Task<TopicJoined> JoinAsync(Subscribe subscribe) =>
        new(subscribe, await parts.Topics.JoinAsync(subscribe.Topic, subscribe.Group, rate, CancellationToken.None));

    private void Refuse(Subscribe subscribe, bool retryable, string reason) =>
        frame.Add(new SubscribeReply(subscribe.Group, subscribe.Topic, Accepted: false, retryable, reason));

    private static Settle Shortened(Settle settle) => settle switch
    {
        Retry retry => retry with { Reason = TextLimit.Shorten(retry.Reason) },
        Reject reject => reject with { Reason = TextLimit.Shorten(reject.Reason) },
        _ => settle,
    };
}

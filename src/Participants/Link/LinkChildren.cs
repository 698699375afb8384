using Akka.Actor;
using Coordinator.Contracts;
using Coordinator.Contracts.Checking;
using Coordinator.Contracts.Consuming;
using Coordinator.Contracts.Producing;
using Coordinator.Participants.Common;

namespace Coordinator.Participants.Link;

/// <summary>Children of the link: the responder to checks, the purgers, the keeper of messages, and one consumer for each subscription.</summary>
internal sealed class LinkChildren
{
    private readonly IActorRef _checks;
    private readonly IActorRef _purger;
    private readonly IActorRef _keeper;
    private readonly Dictionary<SubscriptionKey, IActorRef> _consumers = [];
    private readonly Dictionary<SubscriptionKey, IActorRef> _inboxPurgers = [];

    public LinkChildren(IActorContext link, LinkSettings settings)
    {
        _checks = link.ActorOf(settings.Checks, "checks");
        _purger = settings.Purger is { } purger ? link.ActorOf(purger, "purger") : ActorRefs.Nobody;
        _keeper = settings.Keeper is { } keeper ? link.ActorOf(keeper, "keeper") : ActorRefs.Nobody;
        foreach (var (number, (key, props)) in settings.Consumers.Index())
            _consumers.Add(key, link.ActorOf(props, $"consumer-{number + 1}"));
        foreach (var (number, (key, props)) in settings.InboxPurgers.Index())
            _inboxPurgers.Add(key, link.ActorOf(props, $"inbox-purger-{number + 1}"));
    }

    public int ConsumerCount => _consumers.Count;

    /// <summary>Passes an item on to the child that it is for.</summary>
    public void Take(IFrameItem item)
    {
        switch (item)
        {
            case CheckTransaction check:
                _checks.Tell(check);
                break;
            case FinalIds final:
                _purger.Tell(final);
                break;
            case SettledBelow settled:
                if (_inboxPurgers.TryGetValue(new SubscriptionKey(settled.Group, settled.Queue.Topic), out var inbox))
                    inbox.Tell(settled);
                break;
            case Deliver deliver:
                TellConsumer(new SubscriptionKey(deliver.Delivery.Group, deliver.Delivery.Queue.Topic), deliver);
                break;
            case Begin begin:
                TellConsumer(new SubscriptionKey(begin.Delivery.Group, begin.Delivery.Queue.Topic), begin);
                break;
            case SubscribeReply reply:
                TellConsumer(new SubscriptionKey(reply.Group, reply.Topic), reply);
                break;
        }
    }

    /// <summary>Tells the consumers and the keeper of messages about a session.</summary>
    public void TellAll(object message)
    {
        _keeper.Tell(message);
        TellConsumers(message);
    }

    public void TellConsumers(object message)
    {
        foreach (var consumer in _consumers.Values)
            consumer.Tell(message);
    }

    private void TellConsumer(SubscriptionKey key, object message)
    {
        if (_consumers.TryGetValue(key, out var consumer))
            consumer.Tell(message);
    }
}

using Akka.Actor;
using Akka.Cluster.Sharding;
using Akka.Event;
using Akka.Persistence;
using Coordinator.Contracts;
using Coordinator.Topics.Log;

namespace Coordinator.Topics.Catalog;

/// <summary>Entity of one topic: its fixed number of queues, and the groups that consume it.</summary>
internal sealed class TopicActor : ReceivePersistentActor
{
    private readonly Topic _topic;
    private readonly TopicOptions _options;
    private readonly List<ConsumerGroup> _groups = [];
    private readonly ILoggingAdapter _log = Context.GetLogger();
    private int _queueCount;

    public TopicActor(Topic topic, TopicOptions options)
    {
        _topic = topic;
        _options = options;
        PersistenceId = QueueName.PersistenceId(topic);
        Recover<ITopicEvent>(Apply);
        Recover<RecoveryCompleted>(_ => Context.SetReceiveTimeout(options.IdleTime));
        Command<GetOrCreateTopic>(_ => Record(Missing()));
        Command<JoinTopic>(join => Record(Missing(join.Group)));
        Command<DescribeTopic>(_ => Sender.Tell(_queueCount == 0 ? new TopicUnknown(_topic) : Description()));
        Command<ReceiveTimeout>(_ => Context.Parent.Tell(new Passivate(PoisonPill.Instance)));
    }

    public override string PersistenceId { get; }

    protected override void OnPersistFailure(Exception cause, object @event, long sequenceNr) =>
        _log.Error(
            cause, "Topic {0} stops, because the journal did not confirm a write. It recovers from the journal at the next message.", _topic);

    protected override void OnPersistRejected(Exception cause, object @event, long sequenceNr)
    {
        OnPersistFailure(cause, @event, sequenceNr);
        Context.Stop(Self);
    }

    private List<ITopicEvent> Missing(ConsumerGroup? group = null)
    {
        var now = Context.System.Scheduler.Now;
        var missing = new List<ITopicEvent>();
        if (_queueCount == 0)
            missing.Add(new TopicCreated(_options.QueuesOf(_topic.Value), now));
        if (group is { } joining && !_groups.Contains(joining))
            missing.Add(new GroupJoined(joining, now));
        return missing;
    }

    private void Record(List<ITopicEvent> missing)
    {
        var sender = Sender;
        PersistAll(missing, Apply);
        DeferAsync(missing, _ => sender.Tell(Description()));
    }

    private void Apply(ITopicEvent @event)
    {
        switch (@event)
        {
            case TopicCreated created:
                _queueCount = created.QueueCount;
                break;
            case GroupJoined joined:
                _groups.Add(joined.Group);
                break;
            default:
                throw new NotSupportedException($"The event {@event.GetType()} does not belong to a topic.");
        }
    }

    private TopicDescription Description() => new(_topic, _queueCount, [.. _groups]);
}

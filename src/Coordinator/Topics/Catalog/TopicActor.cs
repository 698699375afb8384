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
        Command<GetOrCreateTopic>(create => RecordMissing(create.Existing));
        Command<JoinTopic>(join => RecordMissing(join.Existing, join.Group));
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

    private void RecordMissing(int existing, ConsumerGroup? group = null)
    {
        var now = Context.System.Scheduler.Now;
        var missing = new List<ITopicEvent>();
        string? refusal = null;
        if (_queueCount == 0)
        {
            missing.Add(new TopicCreated(_options.QueuesOf(_topic.Value), now));
            refusal = CreationRefusal(existing);
        }

        if (group is { } joining && !_groups.Contains(joining))
        {
            missing.Add(new GroupJoined(joining, now));
            refusal ??= JoinRefusal();
        }

        if (refusal is null)
            Record(missing);
        else
            Sender.Tell(Description() with { Refusal = refusal });
    }

    private string? CreationRefusal(int existing)
    {
        if (_options.Queues.ContainsKey(_topic.Value))
            return null;
        if (!_options.AutoCreate)
            return $"topic {_topic} does not exist, and topics are not created automatically (topics.autoCreate); name it in topics.queues.";
        return existing >= _options.Limit
            ? $"topic {_topic} does not exist, and the limit of {_options.Limit} topics is reached (topics.limit)."
            : null;
    }

    private string? JoinRefusal() => _groups.Count >= _options.GroupsPerTopic
        ? $"topic {_topic} has reached its limit of {_options.GroupsPerTopic} consumer groups (topics.groupsPerTopic)."
        : null;

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

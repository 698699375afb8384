using Akka.Actor;
using Akka.Cluster.Sharding;
using Akka.Event;
using Akka.Persistence;
using Coordinator.Common;
using Coordinator.Contracts;
using Coordinator.Topics.Log;

namespace Coordinator.Topics.Catalog;

/// <summary>Entity of one topic: its fixed number of queues, the groups that consume it, and their removals.</summary>
internal sealed class TopicActor : ReceivePersistentActor
{
    private readonly Topic _topic;
    private readonly TopicOptions _options;
    private readonly TopicState _state;
    private readonly ILoggingAdapter _log = Context.GetLogger();

    public TopicActor(Topic topic, TopicOptions options)
    {
        _topic = topic;
        _options = options;
        _state = new TopicState(topic);
        PersistenceId = QueueName.PersistenceId(topic);
        Recover<ITopicEvent>(_state.Apply);
        Recover<RecoveryCompleted>(_ => Context.SetReceiveTimeout(options.IdleTime));
        Command<GetOrCreateTopic>(create => RecordMissing(new CatalogCount(create.Existing, create.ExistingQueues), hasMessages: create.HasMessages));
        Command<JoinTopic>(join => RecordMissing(new CatalogCount(join.Existing, join.ExistingQueues), join.Group));
        Command<DescribeTopic>(_ => Sender.Tell(_state.Describe() is { } description ? description : new TopicUnknown(_topic)));
        Command<BeginRemoval>(OnBegin);
        Command<DecideRemoval>(decide => Move(decide.Number, RemovalStage.Begun, RemovalStage.Decided, Decision));
        Command<AbandonRemoval>(abandon => Move(
            abandon.Number,
            RemovalStage.Begun,
            RemovalStage.Abandoned,
            (_, now) => new RemovalAbandoned(abandon.Number, abandon.Reason, now),
            abandon.Reason));
        Command<CompleteRemoval>(complete => Move(
            complete.Number, RemovalStage.Decided, RemovalStage.Completed, (_, now) => new RemovalCompleted(complete.Number, now)));
        Command<ReceiveTimeout>(_ => Context.Parent.Tell(new Passivate(PoisonPill.Instance)));
    }

    public override string PersistenceId { get; }

    private static DateTimeOffset Now => Context.System.Scheduler.Now;

    protected override void OnPersistFailure(Exception cause, object @event, long sequenceNr) =>
        _log.Error(
            cause, "Topic {0} stops, because the journal did not confirm a write. It recovers from the journal at the next message.", _topic);

    protected override void OnPersistRejected(Exception cause, object @event, long sequenceNr)
    {
        OnPersistFailure(cause, @event, sequenceNr);
        Context.Stop(Self);
    }

    private static ITopicEvent Decision(Removal removal, DateTimeOffset now) =>
        removal.Group is null ? new TopicDeleted(removal.Number, now) : new GroupRemoved(removal.Number, now);

    private void RecordMissing(CatalogCount existing, ConsumerGroup? group = null, bool hasMessages = false)
    {
        if (ClosingRefusal(group) is { } closing)
        {
            Sender.Tell(Description() with { Refusal = closing, IsRetryable = true });
            return;
        }

        var missing = new List<ITopicEvent>();
        string? refusal = null;
        if (!_state.Exists)
        {
            // The router and the participants' rows know the queues of a name by their numbers, so a name keeps its number for ever.
            missing.Add(new TopicCreated(_state.QueueCount > 0 ? _state.QueueCount : _options.QueuesOf(_topic.Value), Now));
            refusal = hasMessages ? null : CreationRefusal(existing);
        }

        if (group is { } joining && _state.Find(joining) is null)
        {
            missing.Add(new GroupJoined(joining, Now, _state.LastRemoval));
            refusal ??= JoinRefusal();
        }

        if (refusal is null)
            Record(missing, Description);
        else
            Sender.Tell(Description() with { Refusal = refusal });
    }

    private string? ClosingRefusal(ConsumerGroup? group) =>
        _state.DeletionRefusal is { } deletion ? deletion
        : group is { } joining && _state.IsClosing(joining)
            ? $"consumer group {joining} of topic {_topic} is being deleted by {_state.Begun!.Who}; repeat the request when that is over."
        : null;

    private string? CreationRefusal(CatalogCount existing)
    {
        if (_options.Queues.ContainsKey(_topic.Value))
            return null;
        if (!_options.AutoCreate)
            return $"topic {_topic} does not exist, and topics are not created automatically (topics.autoCreate); name it in topics.queues.";
        if (existing.Topics >= _options.Limit)
        {
            NameMetrics.Refused("topics.limit");
            return $"topic {_topic} does not exist, and the limit of {_options.Limit} topics is reached (topics.limit).";
        }

        var queues = _state.QueueCount > 0 ? _state.QueueCount : _options.QueuesOf(_topic.Value);
        if (existing.Queues + queues <= _options.QueueLimit)
            return null;
        NameMetrics.Refused("topics.queueLimit");
        return $"topic {_topic} does not exist and would have {queues} queues, and {existing.Queues} of at most {_options.QueueLimit} queues exist "
            + "(topics.queueLimit).";
    }

    private string? JoinRefusal()
    {
        if (_state.Groups.Count < _options.GroupsPerTopic)
            return null;
        NameMetrics.Refused("topics.groupsPerTopic");
        return $"topic {_topic} has reached its limit of {_options.GroupsPerTopic} consumer groups (topics.groupsPerTopic).";
    }

    private void OnBegin(BeginRemoval begin)
    {
        if (BeginRefusal(begin.Group) is { } refusal)
        {
            Sender.Tell(new RemovalAnswer(_topic, _state.Begun?.Number ?? 0, RemovalStage.Begun, refusal));
            return;
        }

        var begun = new RemovalBegun(_state.LastRemoval + 1, begin.Group, begin.Who, begin.Why, begin.Lost, begin.Ends, Now, begin.UnseenSince);
        Record([begun], () => new RemovalAnswer(_topic, begun.Number, RemovalStage.Begun));
    }

    private string? BeginRefusal(ConsumerGroup? group) =>
        !_state.Exists ? $"topic {_topic} does not exist."
        : _state.Begun is { } other ? $"{other.Who} is deleting {(other.Group is { } named ? $"group {named}" : "all")} of topic {_topic}, since {other.BegunAt:u}."
        : group is { } name && _state.Find(name) is null ? $"group {name} does not consume topic {_topic}."
        : null;

    /// <summary>Moves a removal on. A request that was carried out before is answered as it was then.</summary>
    private void Move(int number, RemovalStage from, RemovalStage to, Func<Removal, DateTimeOffset, ITopicEvent> moves, string? reason = null)
    {
        var removal = _state.Removals.FirstOrDefault(known => known.Number == number);
        if (removal is null || removal.Stage != from)
        {
            var stage = removal?.Stage ?? RemovalStage.Completed;
            Sender.Tell(new RemovalAnswer(_topic, number, stage, stage == to ? null : $"removal {number} of topic {_topic} is {stage} by now."));
            return;
        }

        var what = removal.Group is { } group ? $"group {group} from topic {_topic}" : $"topic {_topic}";
        _log.Info(
            "Removal {0} of {1} by {2} ({3}) is {4}: {5}.", number, what, removal.Who, removal.Why, to, reason ?? $"it loses {removal.Lost}");
        Record([moves(removal, Now)], () => new RemovalAnswer(_topic, number, to));
    }

    private void Record(IReadOnlyList<ITopicEvent> missing, Func<object> answer)
    {
        var sender = Sender;
        PersistAll(missing, _state.Apply);
        DeferAsync(missing, _ => sender.Tell(answer()));
    }

    private TopicDescription Description() => _state.Describe() ?? new TopicDescription(_topic, 0, []);
}

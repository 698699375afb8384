using Coordinator.Contracts;
using Coordinator.NodeProtocol;
using Coordinator.Persistence.GroupCommit;
using Coordinator.Persistence.Schemas;
using Coordinator.Topics.Catalog;
using Coordinator.Topics.Log;
using Coordinator.Topics.Schemas.Proto;
using Google.Protobuf;

namespace Coordinator.Topics.Schemas;

/// <summary>Schemas of the messages to topics and to the logs of their queues, and of their answers.</summary>
internal static class TopicNodeSchemas
{
    public static IReadOnlyList<NodeSchema> All { get; } =
    [
        NodeSchema.Of<GetOrCreateTopic, GetOrCreateTopicProto>(
            "tn",
            GetOrCreateTopicProto.Parser,
            create => new() { Topic = create.Topic.Value, Existing = create.Existing, HasMessages = create.HasMessages, ExistingQueues = create.ExistingQueues },
            proto => new(new Topic(proto.Topic), proto.Existing, proto.HasMessages, proto.ExistingQueues)),
        NodeSchema.Of<DescribeTopic, TopicQuestionProto>(
            "td", TopicQuestionProto.Parser, describe => Ask(describe.Topic), proto => new(new Topic(proto.Topic))),
        NodeSchema.Of<TopicUnknown, TopicQuestionProto>(
            "tu", TopicQuestionProto.Parser, unknown => Ask(unknown.Topic), proto => new(new Topic(proto.Topic))),
        NodeSchema.Of<JoinTopic, JoinTopicProto>("tj", JoinTopicProto.Parser, Write, Read),
        NodeSchema.Of<TopicDescription, TopicDescriptionProto>("ta", TopicDescriptionProto.Parser, Write, Read),
        NodeSchema.Of<AppendToQueue, AppendToQueueProto>("qa", AppendToQueueProto.Parser, Write, Read),
        NodeSchema.Of<AppendedToQueue, AppendedToQueueProto>("qd", AppendedToQueueProto.Parser, Write, Read),
        NodeSchema.Of<AppendRefused, AppendedToQueueProto>(
            "qr",
            AppendedToQueueProto.Parser,
            refused => new() { Queue = refused.Queue.ToProto(), Transaction = refused.Transaction.Value },
            proto => new(proto.Queue.ToQueue(), new TransactionId(proto.Transaction))),
        NodeSchema.Of<StartSchedule, GetQueueEndProto>(
            "qs", GetQueueEndProto.Parser, start => new() { Queue = start.Queue.ToProto() }, proto => new(proto.Queue.ToQueue())),
        NodeSchema.Of<ScheduleInUse, GetQueueEndProto>(
            "qu", GetQueueEndProto.Parser, used => new() { Queue = used.Queue.ToProto() }, proto => new(proto.Queue.ToQueue())),
        NodeSchema.Of<GetQueueEnd, GetQueueEndProto>("qe", GetQueueEndProto.Parser, Write, Read),
        NodeSchema.Of<QueueEnd, QueueEndProto>("qf", QueueEndProto.Parser, Write, Read),
        NodeSchema.Of<TrimQueue, TrimQueueProto>(
            "qt",
            TrimQueueProto.Parser,
            trim => new() { Queue = trim.Queue.ToProto(), FirstKept = trim.FirstKept, PutBacks = trim.PutBacks, OnlyBound = trim.OnlyBound },
            proto => new(proto.Queue.ToQueue(), proto.FirstKept, proto.PutBacks, proto.OnlyBound)),
        NodeSchema.Of<QueueTrimmed, QueueTrimmedProto>(
            "qk",
            QueueTrimmedProto.Parser,
            trimmed => new() { Queue = trimmed.Queue.ToProto(), FirstKept = trimmed.FirstKept, Deleted = trimmed.Deleted },
            proto => new(proto.Queue.ToQueue(), proto.FirstKept, proto.Deleted)),
        NodeSchema.Of<CloseDeliveries, CloseDeliveriesProto>("qc", CloseDeliveriesProto.Parser, Write, Read),
        NodeSchema.Of<DeliveriesClosed, DeliveriesClosedProto>(
            "qb",
            DeliveriesClosedProto.Parser,
            closed => new() { Queue = closed.Queue.ToProto(), Busy = { closed.Busy.Select(group => group.Value) }, End = closed.End },
            proto => new(proto.Queue.ToQueue(), [.. proto.Busy.Select(group => new ConsumerGroup(group))], proto.End)),
        .. RemovalNodeSchemas.All,
    ];

    private static TopicQuestionProto Ask(Topic topic) => new() { Topic = topic.Value };

    private static JoinTopicProto Write(JoinTopic join) =>
        new() { Topic = join.Topic.Value, Group = join.Group.Value, Existing = join.Existing, ExistingQueues = join.ExistingQueues };

    private static JoinTopic Read(JoinTopicProto proto) =>
        new(new Topic(proto.Topic), new ConsumerGroup(proto.Group), proto.Existing, proto.ExistingQueues);

    private static TopicDescriptionProto Write(TopicDescription description)
    {
        var proto = new TopicDescriptionProto
        {
            Topic = description.Topic.Value,
            QueueCount = description.QueueCount,
            Groups = { description.Groups.Select(group => group.Value) },
            IsRetryable = description.IsRetryable,
        };
        if (description.Refusal is { } refusal)
            proto.Refusal = refusal;
        return proto;
    }

    private static TopicDescription Read(TopicDescriptionProto proto) => new(
        new Topic(proto.Topic),
        proto.QueueCount,
        [.. proto.Groups.Select(group => new ConsumerGroup(group))],
        proto.HasRefusal ? proto.Refusal : null,
        proto.IsRetryable);

    private static CloseDeliveriesProto Write(CloseDeliveries close)
    {
        var proto = new CloseDeliveriesProto { Queue = close.Queue.ToProto() };
        if (close.Group is { } group)
            proto.Group = group.Value;
        return proto;
    }

    private static CloseDeliveries Read(CloseDeliveriesProto proto) =>
        new(proto.Queue.ToQueue(), proto.HasGroup ? new ConsumerGroup(proto.Group) : null);

    private static AppendToQueueProto Write(AppendToQueue append)
    {
        var proto = new AppendToQueueProto
        {
            Queue = append.Queue.ToProto(),
            Transaction = append.Transaction.Value,
            CommittedAt = NodeValues.Ticks(append.CommittedAt),
            IsMove = append.IsMove,
        };
        foreach (var indexed in append.Messages)
            proto.Messages.Add(new IndexedMessageProto { Index = indexed.Index, Message = indexed.Message.ToStored() });
        if (append.Companion is { } companion)
            proto.Companion = Write(companion);
        return proto;
    }

    private static StoredEventProto Write(in StoredEvent stored) => new()
    {
        PersistenceId = stored.PersistenceId,
        SequenceNumber = stored.SequenceNumber,
        Created = stored.Created,
        Message = UnsafeByteOperations.UnsafeWrap(stored.Message),
        Manifest = stored.Manifest,
        Serializer = stored.Serializer,
        WriterUuid = stored.WriterUuid,
    };

    private static AppendToQueue Read(AppendToQueueProto proto) => new(
        proto.Queue.ToQueue(),
        new TransactionId(proto.Transaction),
        NodeValues.Time(proto.CommittedAt),
        [.. proto.Messages.Select(indexed => new IndexedMessage(indexed.Index, indexed.Message.ToMessage()))],
        proto.Companion is { } companion ? Read(companion) : null,
        proto.IsMove);

    private static StoredEvent Read(StoredEventProto proto) => new(
        proto.PersistenceId,
        proto.SequenceNumber,
        proto.Created,
        proto.Message.ToByteArray(),
        proto.Manifest,
        proto.Serializer,
        proto.WriterUuid);

    private static AppendedToQueueProto Write(AppendedToQueue appended) =>
        new() { Queue = appended.Queue.ToProto(), Transaction = appended.Transaction.Value };

    private static AppendedToQueue Read(AppendedToQueueProto proto) => new(proto.Queue.ToQueue(), new TransactionId(proto.Transaction));

    private static GetQueueEndProto Write(GetQueueEnd get) => new() { Queue = get.Queue.ToProto() };

    private static GetQueueEnd Read(GetQueueEndProto proto) => new(proto.Queue.ToQueue());

    private static QueueEndProto Write(QueueEnd end)
    {
        var proto = new QueueEndProto { Queue = end.Queue.ToProto(), Offset = end.Offset, PutBacks = end.PutBacks };
        if (end.AppendedAt is { } appendedAt)
            proto.AppendedAt = NodeValues.Ticks(appendedAt);
        if (end.FirstKept > 1)
            proto.FirstKept = end.FirstKept;
        return proto;
    }

    private static QueueEnd Read(QueueEndProto proto) =>
        new(
            proto.Queue.ToQueue(),
            proto.Offset,
            proto.HasAppendedAt ? NodeValues.Time(proto.AppendedAt) : null,
            proto.HasFirstKept ? proto.FirstKept : 1,
            proto.PutBacks);
}

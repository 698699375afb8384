using Coordinator.Contracts;
using Coordinator.Persistence.Schemas;
using Coordinator.Topics.Catalog;
using Coordinator.Topics.Log;
using Coordinator.Topics.Schemas.Proto;

namespace Coordinator.Topics.Schemas;

internal static class TopicSchemas
{
    public const string Copied = "qc";

    public static IReadOnlyList<JournalSchema> All { get; } =
    [
        JournalSchema.Of<EntryAppended, EntryAppendedProto>("qe", EntryAppendedProto.Parser, Write, Read),
        JournalSchema.Of<EntryCopied, EntryAppendedProto>(Copied, EntryAppendedProto.Parser, Write, ReadCopy),
        JournalSchema.Of<TopicCreated, TopicCreatedProto>(ITopicEvent.Created, TopicCreatedProto.Parser, Write, Read),
        JournalSchema.Of<GroupJoined, GroupJoinedProto>("og", GroupJoinedProto.Parser, Write, Read),
        JournalSchema.Of<RemovalBegun, RemovalBegunProto>("ow", RemovalBegunProto.Parser, Write, Read),
        JournalSchema.Of<RemovalAbandoned, RemovalAbandonedProto>(
            "oa",
            RemovalAbandonedProto.Parser,
            abandoned => new() { Number = abandoned.Number, Reason = abandoned.Reason, At = abandoned.At.UtcTicks },
            proto => new(proto.Number, proto.Reason, Time(proto.At))),
        JournalSchema.Of<GroupRemoved, RemovalMovedProto>(
            "ol", RemovalMovedProto.Parser, removed => Moved(removed.Number, removed.At), proto => new(proto.Number, Time(proto.At))),
        JournalSchema.Of<TopicDeleted, RemovalMovedProto>(
            ITopicEvent.Deleted, RemovalMovedProto.Parser, deleted => Moved(deleted.Number, deleted.At), proto => new(proto.Number, Time(proto.At))),
        JournalSchema.Of<RemovalCompleted, RemovalMovedProto>(
            "of", RemovalMovedProto.Parser, completed => Moved(completed.Number, completed.At), proto => new(proto.Number, Time(proto.At))),
    ];

    private static EntryAppendedProto Write(EntryAppended appended) => new()
    {
        TransactionId = appended.Id.Transaction.Value,
        Index = appended.Id.Index,
        Message = appended.Message.ToStored(),
        CommittedAt = appended.CommittedAt.UtcTicks,
        AppendedAt = appended.AppendedAt.UtcTicks,
    };

    private static EntryAppended Read(EntryAppendedProto proto) => new(
        new MessageId(new TransactionId(proto.TransactionId), proto.Index),
        proto.Message.ToMessage(),
        Time(proto.CommittedAt),
        Time(proto.AppendedAt));

    private static EntryAppendedProto Write(EntryCopied copied) =>
        Write(new EntryAppended(copied.Id, copied.Message, copied.CommittedAt, copied.AppendedAt));

    private static EntryCopied ReadCopy(EntryAppendedProto proto) => EntryCopied.Of(Read(proto).At(0));

    private static TopicCreatedProto Write(TopicCreated created) => new() { QueueCount = created.QueueCount, At = created.At.UtcTicks };

    private static TopicCreated Read(TopicCreatedProto proto) => new(proto.QueueCount, Time(proto.At));

    private static GroupJoinedProto Write(GroupJoined joined) => new() { Group = joined.Group.Value, At = joined.At.UtcTicks, Generation = joined.Generation };

    private static GroupJoined Read(GroupJoinedProto proto) => new(new ConsumerGroup(proto.Group), Time(proto.At), proto.Generation);

    private static RemovalBegunProto Write(RemovalBegun begun)
    {
        var proto = new RemovalBegunProto
        {
            Number = begun.Number,
            Who = begun.Who,
            Why = begun.Why,
            Lost = begun.Lost,
            Ends = { begun.Ends },
            At = begun.At.UtcTicks,
        };
        if (begun.Group is { } group)
            proto.Group = group.Value;
        if (begun.UnseenSince is { } since)
            proto.UnseenSince = since.UtcTicks;
        return proto;
    }

    private static RemovalBegun Read(RemovalBegunProto proto) => new(
        proto.Number,
        proto.HasGroup ? new ConsumerGroup(proto.Group) : null,
        proto.Who,
        proto.Why,
        proto.Lost,
        [.. proto.Ends],
        Time(proto.At),
        proto.HasUnseenSince ? Time(proto.UnseenSince) : null);

    private static RemovalMovedProto Moved(int number, DateTimeOffset at) => new() { Number = number, At = at.UtcTicks };

    private static DateTimeOffset Time(long ticks) => new(ticks, TimeSpan.Zero);
}

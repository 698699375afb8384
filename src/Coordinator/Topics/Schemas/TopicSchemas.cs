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

    private static GroupJoinedProto Write(GroupJoined joined) => new() { Group = joined.Group.Value, At = joined.At.UtcTicks };

    private static GroupJoined Read(GroupJoinedProto proto) => new(new ConsumerGroup(proto.Group), Time(proto.At));

    private static DateTimeOffset Time(long ticks) => new(ticks, TimeSpan.Zero);
}

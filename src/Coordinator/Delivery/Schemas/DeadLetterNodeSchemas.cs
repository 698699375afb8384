using Coordinator.Contracts;
using Coordinator.Delivery.DeadLetters;
using Coordinator.Delivery.Schemas.Proto;
using Coordinator.NodeProtocol;

namespace Coordinator.Delivery.Schemas;

/// <summary>Schemas of the messages to the dead letters of a group, and of their answers.</summary>
internal static class DeadLetterNodeSchemas
{
    public static IReadOnlyList<NodeSchema> All { get; } =
    [
        NodeSchema.Of<AddDeadLetter, AddDeadLetterProto>("da", AddDeadLetterProto.Parser, Write, Read),
        NodeSchema.Of<DeadLetterAdded, DeadLetterAddedProto>("db", DeadLetterAddedProto.Parser, Write, Read),
        NodeSchema.Of<AcknowledgeDeadLetter, AcknowledgeDeadLetterProto>("dz", AcknowledgeDeadLetterProto.Parser, Write, Read),
        NodeSchema.Of<ListDeadLetters, ListDeadLettersProto>("dl", ListDeadLettersProto.Parser, Write, Read),
        NodeSchema.Of<DeadLetterPage, DeadLetterPageProto>("dp", DeadLetterPageProto.Parser, Write, Read),
        NodeSchema.Of<ReplayDeadLetters, ReplayDeadLettersProto>("dr", ReplayDeadLettersProto.Parser, Write, Read),
        NodeSchema.Of<DeadLettersReplayed, DeadLettersReplayedProto>("ds", DeadLettersReplayedProto.Parser, Write, Read),
        NodeSchema.Of<DiscardDeadLetters, DiscardDeadLettersProto>("dd", DiscardDeadLettersProto.Parser, Write, Read),
        NodeSchema.Of<DeadLettersDiscarded, DeadLettersDiscardedProto>("de", DeadLettersDiscardedProto.Parser, Write, Read),
        NodeSchema.Of<ForgetTopic, ForgetTopicProto>(
            "df",
            ForgetTopicProto.Parser,
            forget => new() { Group = forget.Group.Value, Topic = forget.Topic.Value, Generation = forget.Generation, Who = forget.Who, Why = forget.Why },
            proto => new(new ConsumerGroup(proto.Group), new Topic(proto.Topic), proto.Generation, proto.Who, proto.Why)),
        NodeSchema.Of<TopicForgotten, TopicForgottenProto>(
            "dg",
            TopicForgottenProto.Parser,
            forgotten => new() { Group = forgotten.Group.Value, Topic = forgotten.Topic.Value, DeletableBefore = forgotten.DeletableBefore },
            proto => new(new ConsumerGroup(proto.Group), new Topic(proto.Topic), proto.DeletableBefore)),
    ];

    private static AddDeadLetterProto Write(AddDeadLetter add)
    {
        var proto = new AddDeadLetterProto
        {
            Of = DeliveryValues.Of(add.Queue, add.Group),
            Offset = add.Offset,
            Transaction = add.Message.Transaction.Value,
            Index = add.Message.Index,
            Attempts = add.Attempts,
            Generation = add.Generation,
        };
        if (add.Reason is { } reason)
            proto.Reason = reason;
        return proto;
    }

    private static AddDeadLetter Read(AddDeadLetterProto proto) => new(
        DeliveryValues.GroupOf(proto.Of),
        DeliveryValues.QueueOf(proto.Of),
        proto.Offset,
        new MessageId(new TransactionId(proto.Transaction), proto.Index),
        proto.Attempts,
        proto.HasReason ? proto.Reason : null,
        proto.Generation);

    private static DeadLetterAddedProto Write(DeadLetterAdded added) =>
        new() { Of = DeliveryValues.Of(added.Queue, added.Group), Offset = added.Offset, Attempts = added.Attempts };

    private static DeadLetterAdded Read(DeadLetterAddedProto proto) =>
        new(DeliveryValues.GroupOf(proto.Of), DeliveryValues.QueueOf(proto.Of), proto.Offset, proto.Attempts);

    private static AcknowledgeDeadLetterProto Write(AcknowledgeDeadLetter acknowledge)
    {
        var proto = new AcknowledgeDeadLetterProto
        {
            Of = DeliveryValues.Of(acknowledge.Queue, acknowledge.Group),
            Offset = acknowledge.Offset,
            Attempt = acknowledge.Attempt,
        };
        if (acknowledge.Instance is { } instance)
            proto.Instance = instance.Value;
        return proto;
    }

    private static AcknowledgeDeadLetter Read(AcknowledgeDeadLetterProto proto) => new(
        DeliveryValues.GroupOf(proto.Of),
        DeliveryValues.QueueOf(proto.Of),
        proto.Offset,
        proto.Attempt,
        proto.HasInstance ? InstanceId.Read(proto.Instance) : null);

    private static ListDeadLettersProto Write(ListDeadLetters list)
    {
        var proto = new ListDeadLettersProto { Group = list.Group.Value, After = list.After, Max = list.Max };
        if (list.In is { } range)
            (proto.Queue, proto.From, proto.Before) = (range.Queue.ToProto(), range.From, range.Before);
        return proto;
    }

    private static ListDeadLetters Read(ListDeadLettersProto proto) => new(
        new ConsumerGroup(proto.Group),
        proto.After,
        proto.Max,
        proto.Queue is { } queue ? new LetterRange(queue.ToQueue(), proto.From, proto.Before) : null);

    private static DeadLetterPageProto Write(DeadLetterPage page) =>
        new() { Group = page.Group.Value, Total = page.Total, Letters = { page.Letters.Select(Write) } };

    private static DeadLetterPage Read(DeadLetterPageProto proto) =>
        new(new ConsumerGroup(proto.Group), [.. proto.Letters.Select(Read)], proto.Total);

    private static DeadLetterProto Write(DeadLetter letter)
    {
        var proto = new DeadLetterProto
        {
            Number = letter.Number,
            Transaction = letter.Message.Transaction.Value,
            Index = letter.Message.Index,
            Queue = letter.Queue.ToProto(),
            Offset = letter.Offset,
            Attempts = letter.Attempts,
            At = NodeValues.Ticks(letter.At),
            Generation = letter.Generation,
        };
        if (letter.Reason is { } reason)
            proto.Reason = reason;
        return proto;
    }

    private static DeadLetter Read(DeadLetterProto proto) => new(
        proto.Number,
        new MessageId(new TransactionId(proto.Transaction), proto.Index),
        proto.Queue.ToQueue(),
        proto.Offset,
        proto.Attempts,
        proto.HasReason ? proto.Reason : null,
        NodeValues.Time(proto.At),
        proto.Generation);

    private static ReplayDeadLettersProto Write(ReplayDeadLetters replay)
    {
        var proto = new ReplayDeadLettersProto { Group = replay.Group.Value, All = replay.Numbers is null, Who = replay.Who };
        proto.Numbers.AddRange(replay.Numbers ?? []);
        return proto;
    }

    private static ReplayDeadLetters Read(ReplayDeadLettersProto proto) =>
        new(new ConsumerGroup(proto.Group), proto.All ? null : [.. proto.Numbers], proto.Who);

    private static DeadLettersReplayedProto Write(DeadLettersReplayed replayed) => new()
    {
        Group = replayed.Group.Value,
        Replayed = replayed.Replayed,
        Left = replayed.Left,
        Busy = replayed.Busy,
    };

    private static DeadLettersReplayed Read(DeadLettersReplayedProto proto) =>
        new(new ConsumerGroup(proto.Group), proto.Replayed, proto.Left, proto.Busy);

    private static DiscardDeadLettersProto Write(DiscardDeadLetters discard) => new()
    {
        Group = discard.Group.Value,
        Numbers = { discard.Numbers },
        Who = discard.Who,
        Why = discard.Why,
    };

    private static DiscardDeadLetters Read(DiscardDeadLettersProto proto) =>
        new(new ConsumerGroup(proto.Group), [.. proto.Numbers], proto.Who, proto.Why);

    private static DeadLettersDiscardedProto Write(DeadLettersDiscarded discarded) =>
        new() { Group = discarded.Group.Value, Discarded = discarded.Discarded, Left = discarded.Left };

    private static DeadLettersDiscarded Read(DeadLettersDiscardedProto proto) =>
        new(new ConsumerGroup(proto.Group), proto.Discarded, proto.Left);
}

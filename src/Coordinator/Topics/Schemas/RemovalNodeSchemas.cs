using Coordinator.Contracts;
using Coordinator.NodeProtocol;
using Coordinator.Topics.Catalog;
using Coordinator.Topics.Schemas.Proto;

namespace Coordinator.Topics.Schemas;

/// <summary>Schemas of the messages to a topic about removals, and of their answer.</summary>
internal static class RemovalNodeSchemas
{
    public static IReadOnlyList<NodeSchema> All { get; } =
    [
        NodeSchema.Of<BeginRemoval, BeginRemovalProto>("tb", BeginRemovalProto.Parser, Write, Read),
        NodeSchema.Of<DecideRemoval, MoveRemovalProto>(
            "te", MoveRemovalProto.Parser, decide => Move(decide.Topic, decide.Number), proto => new(new Topic(proto.Topic), proto.Number)),
        NodeSchema.Of<AbandonRemoval, MoveRemovalProto>(
            "tg",
            MoveRemovalProto.Parser,
            abandon => Move(abandon.Topic, abandon.Number, abandon.Reason),
            proto => new(new Topic(proto.Topic), proto.Number, proto.Reason)),
        NodeSchema.Of<CompleteRemoval, MoveRemovalProto>(
            "ti", MoveRemovalProto.Parser, complete => Move(complete.Topic, complete.Number), proto => new(new Topic(proto.Topic), proto.Number)),
        NodeSchema.Of<RemovalAnswer, RemovalAnswerProto>("ty", RemovalAnswerProto.Parser, Write, Read),
    ];

    private static BeginRemovalProto Write(BeginRemoval begin)
    {
        var proto = new BeginRemovalProto { Topic = begin.Topic.Value, Who = begin.Who, Why = begin.Why, Lost = begin.Lost, Ends = { begin.Ends } };
        if (begin.Group is { } group)
            proto.Group = group.Value;
        if (begin.UnseenSince is { } since)
            proto.UnseenSince = NodeValues.Ticks(since);
        return proto;
    }

    private static BeginRemoval Read(BeginRemovalProto proto) => new(
        new Topic(proto.Topic),
        proto.HasGroup ? new ConsumerGroup(proto.Group) : null,
        proto.Who,
        proto.Why,
        proto.Lost,
        [.. proto.Ends],
        proto.HasUnseenSince ? NodeValues.Time(proto.UnseenSince) : null);

    private static MoveRemovalProto Move(Topic topic, int number, string reason = "") =>
        new() { Topic = topic.Value, Number = number, Reason = reason };

    private static RemovalAnswerProto Write(RemovalAnswer answer)
    {
        var proto = new RemovalAnswerProto { Topic = answer.Topic.Value, Number = answer.Number, Stage = (int)answer.Stage };
        if (answer.Refusal is { } refusal)
            proto.Refusal = refusal;
        return proto;
    }

    private static RemovalAnswer Read(RemovalAnswerProto proto) => new(
        new Topic(proto.Topic), proto.Number, NodeValues.Member<RemovalStage>(proto.Stage), proto.HasRefusal ? proto.Refusal : null);
}

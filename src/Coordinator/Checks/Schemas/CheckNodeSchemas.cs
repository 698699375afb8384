using Coordinator.Checks.Schemas.Proto;
using Coordinator.Contracts;
using Coordinator.Contracts.Checking;
using Coordinator.NodeProtocol;

namespace Coordinator.Checks.Schemas;

/// <summary>Schemas of the messages between sessions and check senders.</summary>
internal static class CheckNodeSchemas
{
    public static IReadOnlyList<NodeSchema> All { get; } =
    [
        NodeSchema.Of<CheckAnswered, CheckAnsweredProto>("ka", CheckAnsweredProto.Parser, Write, Read),
        NodeSchema.Of<RegisterProducer, RegisterProducerProto>("kp", RegisterProducerProto.Parser, Write, Read),
        NodeSchema.Of<UnregisterProducer, UnregisterProducerProto>("ku", UnregisterProducerProto.Parser, Write, Read),
        NodeSchema.Of<DescribeProducers, DescribeProducersProto>(
            "kd",
            DescribeProducersProto.Parser,
            describe => new() { Group = describe.Group.Value },
            proto => new(new ProducerGroup(proto.Group))),
        NodeSchema.Of<ProducersDescription, ProducersDescriptionProto>(
            "ke",
            ProducersDescriptionProto.Parser,
            producers => new() { Group = producers.Group.Value, Instances = { producers.Instances.Select(instance => instance.Value) } },
            proto => new(new ProducerGroup(proto.Group), [.. proto.Instances.Select(InstanceId.Read)])),
    ];

    private static CheckAnsweredProto Write(CheckAnswered answered)
    {
        var answer = answered.Answer;
        var proto = new CheckAnsweredProto
        {
            Instance = answered.Instance.Value,
            Id = answer.Id.Value,
            Group = answer.Group.Value,
            Number = answer.Number,
            Verdict = (int)answer.Verdict,
        };
        if (answer.Detail is { } detail)
            proto.Detail = detail;
        return proto;
    }

    private static CheckAnswered Read(CheckAnsweredProto proto) => new(
        InstanceId.Read(proto.Instance),
        new CheckAnswer(
            new TransactionId(proto.Id),
            new ProducerGroup(proto.Group),
            proto.Number,
            NodeValues.Member<CheckVerdict>(proto.Verdict),
            proto.HasDetail ? proto.Detail : null));

    private static RegisterProducerProto Write(RegisterProducer register) => new()
    {
        Group = register.Group.Value,
        Instance = register.Instance.Value,
        Session = ActorPaths.Of(register.Session),
    };

    private static RegisterProducer Read(RegisterProducerProto proto, ActorPaths actors) =>
        new(new ProducerGroup(proto.Group), InstanceId.Read(proto.Instance), actors.Find(proto.Session));

    private static UnregisterProducerProto Write(UnregisterProducer unregister) =>
        new() { Group = unregister.Group.Value, Session = ActorPaths.Of(unregister.Session) };

    private static UnregisterProducer Read(UnregisterProducerProto proto, ActorPaths actors) =>
        new(new ProducerGroup(proto.Group), actors.Find(proto.Session));
}

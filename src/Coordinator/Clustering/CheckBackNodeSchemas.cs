using Coordinator.CheckBack;
using Coordinator.Clustering.Proto;
using Coordinator.Contracts;
using Coordinator.Contracts.Checking;
using Coordinator.Storage.Journal;

namespace Coordinator.Clustering;

/// <summary>Checks on their way between a transaction, whoever asks, and a session; and what the sweep is told.</summary>
internal static class CheckBackNodeSchemas
{
    public static IReadOnlyList<NodeSchema> All { get; } =
    [
        NodeSchema.Of<RequestCheck, RequestCheckProto>("kr", RequestCheckProto.Parser, Write, Read),
        NodeSchema.Of<CheckConcluded, CheckConcludedProto>("kc", CheckConcludedProto.Parser, Write, Read),
        NodeSchema.Of<CheckAnswered, CheckAnsweredProto>("ka", CheckAnsweredProto.Parser, Write, Read),
        NodeSchema.Of<RegisterProducer, RegisterProducerProto>("kp", RegisterProducerProto.Parser, Write, Read),
        NodeSchema.Of<UnregisterProducer, UnregisterProducerProto>("ku", UnregisterProducerProto.Parser, Write, Read),
        NodeSchema.Of<GroupsReturned, GroupsReturnedProto>("kg", GroupsReturnedProto.Parser, Write, Read),
    ];

    private static RequestCheckProto Write(RequestCheck request)
    {
        var proto = new RequestCheckProto { Id = request.Id.Value, Group = request.Group.Value, Number = request.Number };
        proto.Messages.AddRange(request.Messages.Select(message => message.ToStored()));
        return proto;
    }

    private static RequestCheck Read(RequestCheckProto proto) => new(
        new TransactionId(proto.Id),
        new ProducerGroup(proto.Group),
        proto.Number,
        [.. proto.Messages.Select(message => message.ToMessage())]);

    private static CheckConcludedProto Write(CheckConcluded concluded)
    {
        var proto = new CheckConcludedProto
        {
            Id = concluded.Id.Value,
            Number = concluded.Number,
            Ending = (int)concluded.Ending,
            AskedAt = NodeValues.Ticks(concluded.AskedAt),
        };
        if (concluded.Instance is { } instance)
            proto.Instance = instance.Value;
        if (concluded.Detail is { } detail)
            proto.Detail = detail;
        return proto;
    }

    private static CheckConcluded Read(CheckConcludedProto proto) => new(
        new TransactionId(proto.Id),
        proto.Number,
        NodeValues.Member<CheckEnding>(proto.Ending),
        proto.HasInstance ? new InstanceId(proto.Instance) : null,
        NodeValues.Time(proto.AskedAt),
        proto.HasDetail ? proto.Detail : null);

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
        new InstanceId(proto.Instance),
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
        new(new ProducerGroup(proto.Group), new InstanceId(proto.Instance), actors.Find(proto.Session));

    private static UnregisterProducerProto Write(UnregisterProducer unregister) =>
        new() { Group = unregister.Group.Value, Session = ActorPaths.Of(unregister.Session) };

    private static UnregisterProducer Read(UnregisterProducerProto proto, ActorPaths actors) =>
        new(new ProducerGroup(proto.Group), actors.Find(proto.Session));

    private static GroupsReturnedProto Write(GroupsReturned returned) =>
        new() { Groups = { returned.Groups.Select(group => group.Value) } };

    private static GroupsReturned Read(GroupsReturnedProto proto) =>
        new([.. proto.Groups.Select(group => new ProducerGroup(group))]);
}

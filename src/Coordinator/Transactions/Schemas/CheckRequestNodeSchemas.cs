using Coordinator.Contracts;
using Coordinator.NodeProtocol;
using Coordinator.Persistence.Schemas;
using Coordinator.Transactions.Schemas.Proto;

namespace Coordinator.Transactions.Schemas;

/// <summary>Schemas of checks that a transaction requests, and of their endings.</summary>
internal static class CheckRequestNodeSchemas
{
    public static IReadOnlyList<NodeSchema> All { get; } =
    [
        NodeSchema.Of<RequestCheck, RequestCheckProto>("kr", RequestCheckProto.Parser, Write, Read),
        NodeSchema.Of<CheckConcluded, CheckConcludedProto>("kc", CheckConcludedProto.Parser, Write, Read),
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
        proto.HasInstance ? InstanceId.Read(proto.Instance) : null,
        NodeValues.Time(proto.AskedAt),
        proto.HasDetail ? proto.Detail : null);
}

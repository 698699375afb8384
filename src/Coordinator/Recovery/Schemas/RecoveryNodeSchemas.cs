using Coordinator.Contracts;
using Coordinator.NodeProtocol;
using Coordinator.Recovery.Schemas.Proto;

namespace Coordinator.Recovery.Schemas;

/// <summary>Schemas of the messages to the sweep for open transactions.</summary>
internal static class RecoveryNodeSchemas
{
    public static IReadOnlyList<NodeSchema> All { get; } =
    [
        NodeSchema.Of<GroupsReturned, GroupsReturnedProto>("kg", GroupsReturnedProto.Parser, Write, Read),
    ];

    private static GroupsReturnedProto Write(GroupsReturned returned) =>
        new() { Groups = { returned.Groups.Select(group => group.Value) } };

    private static GroupsReturned Read(GroupsReturnedProto proto) =>
        new([.. proto.Groups.Select(group => new ProducerGroup(group))]);
}

using Coordinator.Checks.Schemas;
using Coordinator.Delivery.Schemas;
using Coordinator.NodeProtocol;
using Coordinator.Recovery.Schemas;
using Coordinator.Retention.Schemas;
using Coordinator.Topics.Schemas;
using Coordinator.Transactions.Schemas;

namespace Coordinator.Hosting.Serialization;

/// <summary>Schemas of the messages between nodes, from all capabilities.</summary>
internal static class NodeSchemas
{
    public static IReadOnlyList<NodeSchema> All { get; } =
    [
        .. TransactionNodeSchemas.All,
        .. CheckRequestNodeSchemas.All,
        .. CheckNodeSchemas.All,
        .. RecoveryNodeSchemas.All,
        .. TopicNodeSchemas.All,
        .. DeliveryNodeSchemas.All,
        .. DeadLetterNodeSchemas.All,
        .. ReplayNodeSchemas.All,
        .. RetentionNodeSchemas.All,
    ];
}

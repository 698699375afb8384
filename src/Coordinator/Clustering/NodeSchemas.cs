namespace Coordinator.Clustering;

/// <summary>Every schema between nodes, by the capability that owns it.</summary>
internal static class NodeSchemas
{
    public static IReadOnlyList<NodeSchema> All { get; } =
    [
        .. TransactionNodeSchemas.All,
        .. CheckBackNodeSchemas.All,
        .. TopicNodeSchemas.All,
        .. DeliveryNodeSchemas.All,
        .. DeadLetterNodeSchemas.All,
    ];
}

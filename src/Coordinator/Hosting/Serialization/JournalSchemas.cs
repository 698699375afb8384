using Coordinator.Delivery.Schemas;
using Coordinator.Persistence.Schemas;
using Coordinator.Recovery.Schemas;
using Coordinator.Topics.Schemas;
using Coordinator.Transactions.Schemas;

namespace Coordinator.Hosting.Serialization;

/// <summary>Schemas of the journal, from all capabilities.</summary>
internal static class JournalSchemas
{
    public static IReadOnlyList<JournalSchema> All { get; } =
    [
        .. TransactionSchemas.All,
        .. TopicSchemas.All,
        .. DeliverySchemas.All,
        .. RecoverySchemas.All,
    ];
}

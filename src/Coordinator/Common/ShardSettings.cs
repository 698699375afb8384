using Akka.Cluster.Hosting;
using Akka.Cluster.Sharding;

namespace Coordinator.Common;

/// <summary>Settings that all shard regions share.</summary>
internal static class ShardSettings
{
    /// <summary>Cluster role of the nodes that host shards and singletons.</summary>
    public const string Role = "coordinator";

    /// <summary>Shards of a region: about ten times the nodes of the largest cluster that is expected.</summary>
    public const int Shards = 64;

    /// <summary>Options of a region. The region does not remember its entities, because the journal has the open ones.</summary>
    /// <param name="passivatesIdle">Whether the region ends entities that are silent for a while.</param>
    /// <param name="handOffStopMessage">Message that ends an entity whose shard moves; <c>null</c> for Akka's own.</param>
    public static ShardOptions Options(bool passivatesIdle, object? handOffStopMessage = null)
    {
        var options = new ShardOptions
        {
            Role = Role,
            StateStoreMode = StateStoreMode.DData,
            RememberEntities = false,
            ShouldPassivateIdleEntities = passivatesIdle,
        };
        if (handOffStopMessage is not null)
            options.HandOffStopMessage = handOffStopMessage;
        return options;
    }

    /// <summary>Assigns a message to an entity and a shard.</summary>
    /// <param name="entityId">Id of the entity; <c>null</c> for a message that the region does not take.</param>
    public static HashCodeMessageExtractor ExtractorOf(Func<object, string?> entityId) =>
        HashCodeMessageExtractor.Create(Shards, message => entityId(message)!);
}

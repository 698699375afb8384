using Akka.Actor;
using Akka.Cluster;
using Akka.Cluster.Hosting;
using Akka.Hosting;
using Coordinator.Common;

namespace Coordinator.Retention;

/// <summary>Adds retention to an actor system.</summary>
internal static class RetentionSetup
{
    /// <summary>
    /// Cluster role of the nodes whose journal refuses events of expired ids. Nothing is deleted beside a node without it, because that node could
    /// begin a transaction again that has ended.
    /// </summary>
    public const string Role = "refuses-expired";

    /// <summary>Registers the cluster singleton <see cref="RetentionKeeper" /> under its type.</summary>
    /// <param name="builder">Builder of the actor system.</param>
    /// <param name="options">Validated options.</param>
    /// <param name="works">Creates the works, in the order of their turns.</param>
    public static AkkaConfigurationBuilder WithRetention(
        this AkkaConfigurationBuilder builder,
        RetentionOptions options,
        Func<ActorSystem, IActorRegistry, IReadOnlyList<IRetentionWork>> works) =>
        builder.WithSingleton<RetentionKeeper>(
            "retention-keeper",
            (system, registry, _) => RetentionKeeper.Props(options, works(system, registry), () => Obstacle(Cluster.Get(system).State)),
            new ClusterSingletonOptions { Role = ShardSettings.Role });

    /// <summary>Reason why nothing may be deleted in this cluster; <c>null</c> when there is none.</summary>
    public static string? Obstacle(ClusterEvent.CurrentClusterState cluster) =>
        cluster.Members.FirstOrDefault(member => member.HasRole(ShardSettings.Role) && !member.HasRole(Role)) is { } other
            ? $"node {other.Address} is of an earlier release, or uses the stock journal (journal = Stock), and does not know which ids are expired."
            : null;
}

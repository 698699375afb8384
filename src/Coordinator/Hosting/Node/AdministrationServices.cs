using Akka.Actor;
using Akka.Cluster;
using Akka.Hosting;
using Coordinator.Administration;
using Coordinator.Hosting.Options;
using Coordinator.Persistence;
using Coordinator.Persistence.GroupCommit;
using Coordinator.Retention;
using Coordinator.Retention.Removals;
using Coordinator.Topics.Catalog;
using Coordinator.Transactions;

namespace Coordinator.Hosting.Node;

/// <summary>Adds the services that the administration of a node needs.</summary>
internal static class AdministrationServices
{
    /// <param name="services">Services of the node.</param>
    /// <param name="options">Validated options.</param>
    /// <param name="database">Database of the journal.</param>
    public static IServiceCollection AddAdministration(this IServiceCollection services, CoordinatorOptions options, Database database)
    {
        var restores = new Restores(database);
        return services
            .AddSingleton(database)
            .AddSingleton(options.Transactions)
            .AddSingleton(restores)
            .AddSingleton(new RestoreHold(restores, options.Retention.HandOver))
            .AddSingleton<Entities>()
            .AddSingleton(provider => TransactionTimeline.Of(System(provider), new CheckPolicy(options.CheckSchedule)))
            .AddSingleton<ITransactionExpiry>(provider => new JournalExpiry(GroupCommitQueues.Of(System(provider))))
            .AddSingleton<ITopicCatalog>(provider => new TopicCatalog(
                provider.GetRequiredService<IReadOnlyActorRegistry>().Get<TopicRegion>,
                new SqlTopicList(database),
                JournalTopicReader.Of(System(provider)),
                TimeProvider.System))
            .AddSingleton(provider => new Removals(
                provider.GetRequiredService<Entities>(),
                new SqlTopicList(database),
                JournalTopicReader.Of(System(provider)),
                RemovalSetup.Senders(database, System(provider)),
                () => RemovalSetup.Obstacle(Cluster.Get(System(provider)).State)));
    }

    private static ActorSystem System(IServiceProvider services) => services.GetRequiredService<ActorSystem>();
}

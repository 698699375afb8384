using Akka.Actor;
using Akka.Cluster.Hosting;
using Akka.Cluster.Sharding;
using Akka.Hosting;
using Coordinator.Common;
using Coordinator.Contracts;
using Coordinator.Persistence.GroupCommit;
using Coordinator.Topics.Log;

namespace Coordinator.Transactions;

/// <summary>Adds the transactions to an actor system.</summary>
internal static class TransactionSetup
{
    /// <summary>
    /// Registers the shard region of transactions under <see cref="TransactionRegion" />. Requires the <see cref="QueueRegion" />
    /// and the <see cref="CheckRegion" />, which may be registered later.
    /// </summary>
    /// <param name="builder">Builder of the actor system.</param>
    /// <param name="options">Validated options.</param>
    /// <param name="checkOptions">Validated options of the check schedule.</param>
    /// <param name="skipsReadsOfNewIds">See <see cref="TransactionDependencies.SkipsReadsOfNewIds" />.</param>
    public static AkkaConfigurationBuilder WithTransactions(
        this AkkaConfigurationBuilder builder,
        TransactionOptions options,
        CheckScheduleOptions checkOptions,
        bool skipsReadsOfNewIds) =>
        builder.WithShardRegion<TransactionRegion>(
            "transactions",
            (system, registry, _) =>
            {
                var dependencies = new Lazy<TransactionDependencies>(
                    () => DependenciesOf(system, registry, options, checkOptions) with
                    {
                        SkipsReadsOfNewIds = skipsReadsOfNewIds,
                        Expiry = new JournalExpiry(GroupCommitQueues.Of(system)),
                    },
                    LazyThreadSafetyMode.PublicationOnly);
                return id => TransactionActor.Props(new TransactionId(id), dependencies.Value);
            },
            new TransactionShards(),
            // Each transaction passivates itself, so the shard need not track 100,000 of them.
            ShardSettings.Options(passivatesIdle: false, StopTransaction.Instance));

    private static TransactionDependencies DependenciesOf(
        ActorSystem system, IActorRegistry registry, TransactionOptions options, CheckScheduleOptions checkOptions)
    {
        var policy = new CheckPolicy(checkOptions);
        return new TransactionDependencies(
            registry.Get<QueueRegion>(),
            registry.Get<CheckRegion>(),
            new TransactionDecider(policy.Budget),
            policy,
            options,
            new StoredEventMapping(system.Serialization, system.Scheduler));
    }
}

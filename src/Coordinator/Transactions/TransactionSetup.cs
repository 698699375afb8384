using Akka.Actor;
using Akka.Cluster.Hosting;
using Akka.Cluster.Sharding;
using Akka.Hosting;
using Coordinator.Common;
using Coordinator.Contracts;
using Coordinator.Topics.Log;

namespace Coordinator.Transactions;

/// <summary>Puts the transactions into an actor system.</summary>
internal static class TransactionSetup
{
    /// <summary>
    /// The region of all transactions, in the registry under <see cref="TransactionRegion" />. Needs the
    /// <see cref="QueueRegion" /> and the <see cref="CheckRegion" />, which may be registered later.
    /// </summary>
    /// <param name="builder">The actor system.</param>
    /// <param name="options">Validated.</param>
    /// <param name="checkOptions">Validated.</param>
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
                var around = new Lazy<TransactionDependencies>(
                    () => DependenciesOf(registry, options, checkOptions) with { SkipsReadsOfNewIds = skipsReadsOfNewIds },
                    LazyThreadSafetyMode.PublicationOnly);
                return id => TransactionActor.Props(new TransactionId(id), around.Value);
            },
            new TransactionShards(),
            // A transaction knows itself when it may leave memory; the shard need not track 100,000 of them.
            ShardSettings.Options(passivatesIdle: false, StopTransaction.Instance));

    private static TransactionDependencies DependenciesOf(
        IActorRegistry registry, TransactionOptions options, CheckScheduleOptions checkOptions)
    {
        var policy = new CheckPolicy(checkOptions);
        return new TransactionDependencies(
            registry.Get<QueueRegion>(),
            registry.Get<CheckRegion>(),
            new TransactionDecider(policy.Budget),
            policy,
            options);
    }
}

using Akka.Cluster.Hosting;
using Akka.Cluster.Sharding;
using Akka.Hosting;
using Coordinator.Contracts;
using Coordinator.Storage;
using Coordinator.Transactions;

namespace Coordinator.CheckBack;

/// <summary>Puts the check-back into an actor system.</summary>
internal static class CheckBackSetup
{
    private const int Shards = 64;

    /// <summary>
    /// A <see cref="CheckSender" /> for each producer group, behind the region <see cref="CheckRegion" />, and one
    /// <see cref="OpenTransactionSweep" /> in the cluster, in the registry under its own type. Needs the
    /// <see cref="TransactionRegion" />, which may be registered later.
    /// </summary>
    /// <param name="builder">The actor system.</param>
    /// <param name="options">Validated.</param>
    /// <param name="journal">Where the journal is; its schema is installed.</param>
    public static AkkaConfigurationBuilder WithCheckBack(
        this AkkaConfigurationBuilder builder, CheckOptions options, Database journal) =>
        builder
            .WithSingleton<OpenTransactionSweep>(
                "open-transaction-sweep",
                (system, registry, _) => OpenTransactionSweep.Props(
                    options,
                    new RememberingTransactionIndex(new SqlOpenTransactionIndex(journal)),
                    SnapshotSweepMarks.Of(system),
                    () => registry.Get<TransactionRegion>()),
                new ClusterSingletonOptions { Role = "coordinator" })
            .WithShardRegion<CheckRegion>(
                "checks",
                (_, registry) => group => CheckSender.Props(
                    new ProducerGroup(group),
                    options,
                    () => registry.Get<TransactionRegion>(),
                    () => registry.Get<OpenTransactionSweep>()),
                HashCodeMessageExtractor.Create(Shards, message => (message as ICheckMessage)?.Group.Value),
                new ShardOptions
                {
                    Role = "coordinator",
                    StateStoreMode = StateStoreMode.DData,
                    RememberEntities = false,
                    // It knows itself when it is idle: while it has instances, silence is no reason to forget them.
                    ShouldPassivateIdleEntities = false,
                });
}

using Akka.Cluster.Hosting;
using Akka.Hosting;
using Coordinator.Storage;
using Coordinator.Transactions;

namespace Coordinator.CheckBack;

/// <summary>Puts the check-back into an actor system.</summary>
internal static class CheckBackSetup
{
    /// <summary>
    /// A <see cref="CheckSender" /> on this node, and one <see cref="OpenTransactionSweep" /> in the cluster, both in the
    /// registry under their own types. Needs the <see cref="TransactionRegion" />, which may be registered later.
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
            .WithActors((system, registry) => registry.Register<CheckSender>(system.ActorOf(
                CheckSender.Props(
                    options, () => registry.Get<TransactionRegion>(), () => registry.Get<OpenTransactionSweep>()),
                "check-sender")));
}

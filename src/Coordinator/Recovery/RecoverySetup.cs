using Akka.Cluster.Hosting;
using Akka.Hosting;
using Coordinator.Common;
using Coordinator.Persistence;
using Coordinator.Transactions;

namespace Coordinator.Recovery;

/// <summary>Puts the search for open transactions into an actor system.</summary>
internal static class RecoverySetup
{
    /// <summary>
    /// One <see cref="OpenTransactionSweep" /> in the cluster, in the registry under its own type. Needs the
    /// <see cref="TransactionRegion" />, which may be registered later.
    /// </summary>
    /// <param name="builder">The actor system.</param>
    /// <param name="options">Validated.</param>
    /// <param name="checks">Validated; transactions whose check is far away are woken rarely.</param>
    /// <param name="journal">The database of the journal; its schema is installed.</param>
    public static AkkaConfigurationBuilder WithRecovery(
        this AkkaConfigurationBuilder builder, SweepOptions options, CheckScheduleOptions checks, Database journal) =>
        builder.WithSingleton<OpenTransactionSweep>(
            "open-transaction-sweep",
            (system, registry, _) => OpenTransactionSweep.Props(
                options,
                new WakeSchedule(options, checks),
                new IndexCache(new OpenTransactionIndex(journal)),
                SweepMarks.Of(system),
                () => registry.Get<TransactionRegion>()),
            new ClusterSingletonOptions { Role = ShardSettings.Role });
}

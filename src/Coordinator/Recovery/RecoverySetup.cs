using Akka.Cluster.Hosting;
using Akka.Hosting;
using Coordinator.Common;
using Coordinator.Persistence;
using Coordinator.Transactions;

namespace Coordinator.Recovery;

/// <summary>Adds the sweep for open transactions to an actor system.</summary>
internal static class RecoverySetup
{
    /// <summary>
    /// Registers the cluster singleton <see cref="OpenTransactionSweep" /> under its type. Requires the <see
    /// cref="TransactionRegion" />, which may be registered later.
    /// </summary>
    /// <param name="builder">Builder of the actor system.</param>
    /// <param name="options">Validated options.</param>
    /// <param name="checks">Validated options of the check schedule. The sweep rarely wakes transactions whose check is far away.</param>
    /// <param name="journal">Database of the journal, with its schema installed.</param>
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

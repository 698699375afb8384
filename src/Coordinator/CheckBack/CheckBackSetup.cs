using System.Data.Common;
using Akka.Cluster.Hosting;
using Akka.Hosting;
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
    /// <param name="connect">A new, closed connection to the journal's database.</param>
    public static AkkaConfigurationBuilder WithCheckBack(
        this AkkaConfigurationBuilder builder, CheckOptions options, Func<DbConnection> connect) =>
        builder
            .WithSingleton<OpenTransactionSweep>(
                "open-transaction-sweep",
                (_, registry, _) => OpenTransactionSweep.Props(
                    options, new SqlOpenTransactionIndex(connect), () => registry.Get<TransactionRegion>()),
                new ClusterSingletonOptions { Role = "coordinator" })
            .WithActors((system, registry) => registry.Register<CheckSender>(system.ActorOf(
                CheckSender.Props(
                    options, () => registry.Get<TransactionRegion>(), () => registry.Get<OpenTransactionSweep>()),
                "check-sender")));
}

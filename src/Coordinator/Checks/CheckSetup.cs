using Akka.Cluster.Hosting;
using Akka.Cluster.Sharding;
using Akka.Hosting;
using Coordinator.Common;
using Coordinator.Contracts;
using Coordinator.Recovery;
using Coordinator.Transactions;

namespace Coordinator.Checks;

/// <summary>Puts the check senders into an actor system.</summary>
internal static class CheckSetup
{
    /// <summary>
    /// A <see cref="CheckSender" /> for each producer group, behind the region <see cref="CheckRegion" />. Needs the
    /// <see cref="TransactionRegion" /> and the <see cref="OpenTransactionSweep" />, which may be registered later.
    /// </summary>
    /// <param name="builder">The actor system.</param>
    /// <param name="options">Validated.</param>
    public static AkkaConfigurationBuilder WithChecks(this AkkaConfigurationBuilder builder, CheckOptions options) =>
        builder.WithShardRegion<CheckRegion>(
            "checks",
            (_, registry) => group => CheckSender.Props(
                new ProducerGroup(group),
                options,
                () => registry.Get<TransactionRegion>(),
                () => registry.Get<OpenTransactionSweep>()),
            ShardSettings.ExtractorOf(message => (message as ICheckMessage)?.Group.Value),
            // It knows itself when it is idle: while it has instances, silence is no reason to forget them.
            ShardSettings.Options(passivatesIdle: false));
}

using Akka.Cluster.Hosting;
using Akka.Cluster.Sharding;
using Akka.Hosting;
using Coordinator.Common;
using Coordinator.Contracts;
using Coordinator.Recovery;
using Coordinator.Transactions;

namespace Coordinator.Checks;

/// <summary>Adds the check senders to an actor system.</summary>
internal static class CheckSetup
{
    /// <summary>
    /// Registers the shard region <see cref="CheckRegion" />, with a <see cref="CheckSender" /> per producer group. Requires the
    /// <see cref="TransactionRegion" /> and the <see cref="OpenTransactionSweep" />, which may be registered later.
    /// </summary>
    /// <param name="builder">Builder of the actor system.</param>
    /// <param name="options">Validated options.</param>
    public static AkkaConfigurationBuilder WithChecks(this AkkaConfigurationBuilder builder, CheckOptions options) =>
        builder.WithShardRegion<CheckRegion>(
            "checks",
            (_, registry) =>
            {
                var noInstances = new LogThrottle(TimeProvider.System);
                return group => CheckSender.Props(
                    new ProducerGroup(group),
                    options,
                    () => registry.Get<TransactionRegion>(),
                    () => registry.Get<OpenTransactionSweep>(),
                    noInstances);
            },
            ShardSettings.ExtractorOf(message => (message as ICheckMessage)?.Group.Value),
            // The check sender passivates itself: while it has instances, it must not forget them.
            ShardSettings.Options(passivatesIdle: false));
}

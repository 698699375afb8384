using Akka.Actor;
using Akka.Cluster.Hosting;
using Akka.Cluster.Sharding;
using Akka.Hosting;
using Coordinator.Contracts;
using Coordinator.Topics;

namespace Coordinator.Delivery;

/// <summary>Puts delivery into a node.</summary>
internal static class DeliverySetup
{
    private const int Shards = 64;

    /// <summary>The region of the dead letters. Deliveries themselves are made by the queues, with <see cref="Factory" />.</summary>
    public static AkkaConfigurationBuilder WithDelivery(this AkkaConfigurationBuilder builder) =>
        builder.WithShardRegion<DeadLetterRegion>(
            "dead-letters",
            (_, registry, _) => group =>
                Props.Create(() => new DeadLetters(new ConsumerGroup(group), () => registry.Get<QueueRegion>())),
            new DeadLetterExtractor(Shards),
            new ShardOptions
            {
                Role = "coordinator",
                StateStoreMode = StateStoreMode.DData,
                RememberEntities = false,
            });

    /// <summary>For the queues' logs.</summary>
    public static GroupDeliveryFactory Factory(DeliveryOptions options, IQueueLogReader reader, IReadOnlyActorRegistry registry) =>
        (queue, group, log) => Props.Create(() => new GroupDelivery(
            new GroupQueue(group, queue), log, reader, options, () => registry.Get<DeadLetterRegion>()));

    private sealed class DeadLetterExtractor(int shards) : HashCodeMessageExtractor(shards)
    {
        public override string? EntityId(object message) => (message as IDeadLetterMessage)?.Group.Value;
    }
}

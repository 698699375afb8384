using Akka.Actor;
using Akka.Cluster.Hosting;
using Akka.Cluster.Sharding;
using Akka.Hosting;
using Coordinator.Contracts;
using Coordinator.Topics.Catalog;
using Coordinator.Topics.Log;

namespace Coordinator.Topics;

internal static class TopicsSetup
{
    private const int Shards = 64;

    private static readonly ShardOptions Sharding = OptionsFor(stopMessage: PoisonPill.Instance);
    private static readonly ShardOptions QueueSharding = OptionsFor(stopMessage: StopQueue.Instance);

    /// <summary>The shard regions <see cref="TopicRegion" /> and <see cref="QueueRegion" />.</summary>
    /// <param name="builder">The builder of the actor system.</param>
    /// <param name="options">Validated options.</param>
    /// <param name="deliveries">Gives what makes the group deliveries, children of the queues' logs.</param>
    public static AkkaConfigurationBuilder WithTopics(
        this AkkaConfigurationBuilder builder,
        TopicOptions options,
        Func<ActorSystem, IActorRegistry, GroupDeliveryFactory> deliveries) =>
        builder
            .WithShardRegion<TopicRegion>(
                "topics",
                topic => Props.Create(() => new TopicActor(new Topic(topic), options)),
                HashCodeMessageExtractor.Create(Shards, message => (message as ITopicMessage)?.Topic.Value),
                Sharding)
            .WithShardRegion<QueueRegion>(
                "queues",
                (system, registry) =>
                {
                    var factory = deliveries(system, registry);
                    return queue => QueueProps(QueueName.Parse(queue), options, system, factory);
                },
                HashCodeMessageExtractor.Create(Shards, message => (message as IQueueMessage)?.Queue.ToString()),
                QueueSharding);

    private static ShardOptions OptionsFor(object stopMessage) => new()
    {
        Role = "coordinator",
        StateStoreMode = StateStoreMode.DData,
        RememberEntities = false,
        ShouldPassivateIdleEntities = false,
        HandOffStopMessage = stopMessage,
    };

    private static Props QueueProps(QueueId queue, TopicOptions options, ActorSystem system, GroupDeliveryFactory deliveries) =>
        Props.Create(() => new QueueLog(queue, options, JournalQueueLogReader.Of(system), deliveries));
}

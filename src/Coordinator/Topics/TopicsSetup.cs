using Akka.Actor;
using Akka.Cluster.Hosting;
using Akka.Cluster.Sharding;
using Akka.Hosting;
using Coordinator.Common;
using Coordinator.Contracts;
using Coordinator.Topics.Catalog;
using Coordinator.Topics.Log;

namespace Coordinator.Topics;

internal static class TopicsSetup
{
    /// <summary>Registers the shard regions <see cref="TopicRegion" /> and <see cref="QueueRegion" />.</summary>
    /// <param name="builder">The builder of the actor system.</param>
    /// <param name="options">Validated options.</param>
    /// <param name="deliveries">Creates the factory of the group deliveries, which are children of the logs.</param>
    /// <param name="schedules">Creates the factory of the workers of schedules, which are children of the logs too.</param>
    public static AkkaConfigurationBuilder WithTopics(
        this AkkaConfigurationBuilder builder,
        TopicOptions options,
        Func<ActorSystem, IActorRegistry, GroupDeliveryFactory> deliveries,
        Func<ActorSystem, IActorRegistry, ScheduleWorkerFactory> schedules) =>
        builder
            .WithShardRegion<TopicRegion>(
                "topics",
                topic => Props.Create(() => new TopicActor(new Topic(topic), options)),
                ShardSettings.ExtractorOf(message => (message as ITopicMessage)?.Topic.Value),
                ShardSettings.Options(passivatesIdle: false, PoisonPill.Instance))
            .WithShardRegion<QueueRegion>(
                "queues",
                (system, registry) =>
                {
                    var (ofGroups, ofSchedules) = (deliveries(system, registry), schedules(system, registry));
                    return queue => QueueProps(QueueName.Parse(queue), options, system, ofGroups, ofSchedules);
                },
                ShardSettings.ExtractorOf(message => (message as IQueueMessage)?.Queue.ToString()),
                ShardSettings.Options(passivatesIdle: false, StopQueue.Instance));

    private static Props QueueProps(
        QueueId queue, TopicOptions options, ActorSystem system, GroupDeliveryFactory deliveries, ScheduleWorkerFactory schedules) =>
        Props.Create(() => new QueueLog(
            queue, options, JournalQueueLogReader.Of(system), JournalQueueLogWriter.Of(system), deliveries, schedules, JournalTopicReader.Of(system)));
}

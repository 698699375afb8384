using Akka.Actor;
using Akka.Cluster.Hosting;
using Akka.Cluster.Sharding;
using Akka.Hosting;
using Coordinator.Common;
using Coordinator.Contracts;
using Coordinator.Delivery.Bounds;
using Coordinator.Delivery.Common;
using Coordinator.Delivery.DeadLetters;
using Coordinator.Delivery.Schedule;
using Coordinator.Persistence;
using Coordinator.Topics.Log;

namespace Coordinator.Delivery;

internal static class DeliverySetup
{
    /// <summary>
    /// Registers the shard region <see cref="DeadLetterRegion" />. The queues create the deliveries, with <see cref="Deliveries"
    /// />.
    /// </summary>
    /// <param name="builder">Builder of the actor system.</param>
    /// <param name="options">Validated options.</param>
    public static AkkaConfigurationBuilder WithDelivery(this AkkaConfigurationBuilder builder, DeliveryOptions options) =>
        builder.WithShardRegion<DeadLetterRegion>(
            "dead-letters",
            (_, registry) => group => DeadLetterProps(group, options, registry),
            ShardSettings.ExtractorOf(message => (message as IDeadLetterMessage)?.Group.Value),
            // It passivates itself, but not while a replay runs.
            ShardSettings.Options(passivatesIdle: false));

    /// <summary>Returns the function that creates the factory of the group deliveries.</summary>
    /// <param name="options">Validated options.</param>
    /// <param name="database">Database of the journal.</param>
    public static Func<ActorSystem, IActorRegistry, GroupDeliveryFactory> Deliveries(DeliveryOptions options, Database database)
    {
        var bounds = new BoundParts(database.LogEpoch, new SqlCopyList(database));
        return (system, registry) => (queue, group, generation, log) => GroupProps(new GroupQueue(group, queue, generation), log, options, bounds, system, registry);
    }

    /// <summary>Returns the function that creates the factory of the workers of schedules.</summary>
    public static Func<ActorSystem, IActorRegistry, ScheduleWorkerFactory> Schedules() =>
        (system, registry) => (queue, log) => QueueSchedule.IsSchedule(queue)
            ? Props.Create(() => new ScheduleMover(queue, log, () => registry.Get<QueueRegion>()))
            : Props.Create(() => new ScheduleKeeper(queue, JournalQueueLogReader.Of(system), () => registry.Get<QueueRegion>()));

    private static Props GroupProps(
        GroupQueue of, IActorRef log, DeliveryOptions options, BoundParts bounds, ActorSystem system, IActorRegistry registry) =>
        Props.Create(() => new GroupDelivery(
            of, log, JournalQueueLogReader.Of(system), options, bounds, () => registry.Get<DeadLetterRegion>()));

    // Looks regions up when they are needed, so that the order of their registration does not matter.
    private static Props DeadLetterProps(string group, DeliveryOptions options, IActorRegistry registry) =>
        Props.Create(() => new GroupDeadLetters(new ConsumerGroup(group), () => registry.Get<QueueRegion>(), options.MaxDeadLetters));
}

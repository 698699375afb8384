using System.Globalization;
using Akka.Actor;
using Akka.Cluster.Hosting;
using Akka.Hosting;
using Akka.Remote.Hosting;
using Coordinator.Contracts;
using Coordinator.Contracts.Consuming;
using Coordinator.Contracts.Messages;
using Coordinator.Delivery;
using Coordinator.Delivery.Common;
using Coordinator.Delivery.DeadLetters;
using Coordinator.Harness;
using Coordinator.Harness.Postgres;
using Coordinator.Persistence;
using Coordinator.Persistence.GroupCommit;
using Coordinator.Retention;
using Coordinator.Retention.Queues;
using Coordinator.Testing;
using Coordinator.Tests.Persistence;
using Coordinator.Topics;
using Coordinator.Topics.Catalog;
using Coordinator.Topics.Log;
using Coordinator.Transactions;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Coordinator.Tests.Retention.Queues;

/// <summary>Tests retention as it is wired: with the shard regions of a cluster of one node, which is started again in between.</summary>
public sealed class QueueRetentionSetupSpec
{
    private const int Count = 20;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private static readonly QueueId Queue = new(new Topic("orders.paid"), 1);
    private static readonly ConsumerGroup Group = new("shipping");

    [Fact]
    public async Task On_sqlite_queues_are_emptied_and_go_on_after_a_restart()
    {
        using var temp = new TempDirectory();
        await RunAsync(Database.Sqlite(temp.File("coordinator.db")));
    }

    [PostgresFact]
    public async Task On_postgres_queues_are_emptied_and_go_on_after_a_restart()
    {
        await using var database = await PostgresServer.CreateDatabaseAsync();
        await RunAsync(Database.PostgreSql(database.ConnectionString));
    }

    private static async Task RunAsync(Database database)
    {
        await new SchemaInstaller(database).InstallAsync();
        using (var host = await StartAsync(database))
        {
            var registry = host.Services.GetRequiredService<ActorRegistry>();
            await registry.Get<TopicRegion>().Ask<TopicDescription>(new JoinTopic(Queue.Topic, Group), Patience);
            var inbox = await AttachAsync(host, registry.Get<QueueRegion>());
            for (var number = 1; number <= Count; number++)
                await AppendAsync(host, registry.Get<QueueRegion>(), number);
            for (var offset = 1; offset <= Count; offset++)
            {
                var delivery = ((Deliver)await inbox.ReceiveAsync(Patience)).Delivery;
                registry.Get<QueueRegion>().Tell(new SettleDelivery(offset == 10 ? new Reject(delivery) : new Acknowledge(delivery)));
            }

            Assert.Equal(Count, await PurgeAsync(host, database, Count));
            await host.StopAsync();
        }

        using (var host = await StartAsync(database))
        {
            var registry = host.Services.GetRequiredService<ActorRegistry>();
            Assert.Equal(0, await PurgeAsync(host, database, 0));
            var inbox = await AttachAsync(host, registry.Get<QueueRegion>());
            var start = new StartReplay(Group, "r1", Numbers: null, "jo", "mended");
            await registry.Get<DeadLetterRegion>().Ask<ReplayDescription>(start, Patience);
            Assert.Equal((10, 2), await ReceiveAsync(inbox));
            await AppendAsync(host, registry.Get<QueueRegion>(), Count + 1);
            Assert.Equal((Count + 1, 1), await ReceiveAsync(inbox));
            await host.StopAsync();
        }
    }

    /// <summary>Purges until so many entries are deleted: the progress of the group is saved a moment after the last settlement.</summary>
    private static async Task<long> PurgeAsync(IHost host, Database database, int expected)
    {
        var (system, registry) = (host.Services.GetRequiredService<ActorSystem>(), host.Services.GetRequiredService<ActorRegistry>());
        using var retention = QueueRetentionSetup.Create(new QueueRetentionOptions { Messages = TimeSpan.Zero }, database, system, registry, new KnownFinal());
        using var limit = new CancellationTokenSource(Patience);
        var deleted = 0L;
        do
            deleted += (await retention.DeleteAsync(1_000, limit.Token)).Deleted;
        while (deleted < expected);

        return deleted;
    }

    private static async Task<(long Offset, int Attempt)> ReceiveAsync(Inbox inbox)
    {
        var delivery = ((Deliver)await inbox.ReceiveAsync(Patience)).Delivery;
        return (delivery.Offset, delivery.Attempt);
    }

    private static async Task<Inbox> AttachAsync(IHost host, IActorRef queues)
    {
        var session = Inbox.Create(host.Services.GetRequiredService<ActorSystem>());
        await queues.Ask<ConsumerAttached>(
            new AttachConsumer(Queue, Group, new InstanceId("a"), session.Receiver, StartPosition.FromBeginning, Tags: [], Room: 100, Lease: null),
            Patience);
        return session;
    }

    private static async Task AppendAsync(IHost host, IActorRef queues, int number)
    {
        var id = new TransactionId("t" + number.ToString(CultureInfo.InvariantCulture));
        // It brings its commit, as it does in a node. The journal knows nothing else of the transaction.
        var system = host.Services.GetRequiredService<ActorSystem>();
        var committed = new TransactionAppended(new DecidedBy.Producer(new InstanceId("orders-a")), system.Scheduler.Now);
        var companion = new StoredEventMapping(system.Serialization, system.Scheduler).ToEvent(committed, QueueName.PersistenceId(id), 2);
        var message = new IndexedMessage(0, new Message { Topic = Queue.Topic });
        await queues.Ask<AppendedToQueue>(new AppendToQueue(Queue, id, committed.At, [message], companion), Patience);
    }

    private static async Task<IHost> StartAsync(Database database)
    {
        var builder = Host.CreateApplicationBuilder();
        builder.Services.AddAkka("retention", akka => akka
            .AddHocon(JournalConfig.Of(database), HoconAddMode.Prepend)
            .AddHocon("akka.loglevel = WARNING", HoconAddMode.Prepend)
            .AddHocon("akka.cluster.sharding.distributed-data.durable.keys = []", HoconAddMode.Prepend)
            .WithRemoting("127.0.0.1", 0)
            .WithClustering(new ClusterOptions { Roles = ["coordinator"] })
            .WithTopics(new TopicOptions(), DeliverySetup.Deliveries(new DeliveryOptions(), database), DeliverySetup.Schedules())
            .WithDelivery(new DeliveryOptions())
            .AddStartup((system, _) =>
            {
                var cluster = Akka.Cluster.Cluster.Get(system);
                cluster.Join(cluster.SelfAddress);
            }));
        var host = builder.Build();
        await host.StartAsync();
        return host;
    }
}

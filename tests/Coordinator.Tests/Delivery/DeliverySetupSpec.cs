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
using Coordinator.Testing;
using Coordinator.Tests.Persistence;
using Coordinator.Topics;
using Coordinator.Topics.Catalog;
using Coordinator.Topics.Log;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Coordinator.Tests.Delivery;

/// <summary>
/// Tests topics and delivery as they are wired: shard regions on a cluster of one node, on the real journal and snapshot store.
/// </summary>
public sealed class DeliverySetupSpec
{
    private const int Count = 50;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private static readonly QueueId Queue = new(new Topic("orders.paid"), 1);
    private static readonly ConsumerGroup Group = new("shipping");

    [Fact]
    public async Task On_sqlite_a_restart_in_order_delivers_again_only_what_was_not_acknowledged()
    {
        using var temp = new TempDirectory();
        await RunAsync(Database.Sqlite(temp.File("coordinator.db")));
    }

    [PostgresFact]
    public async Task On_postgres_a_restart_in_order_delivers_again_only_what_was_not_acknowledged()
    {
        await using var database = await PostgresServer.CreateDatabaseAsync();
        await RunAsync(Database.PostgreSql(database.ConnectionString));
    }

    /// <summary>
    /// Rejects every tenth message and leaves the last one unacknowledged. After the restart that message is delivered again.
    /// The dead letters are delivered again once they are replayed.
    /// </summary>
    private static async Task RunAsync(Database database)
    {
        await new SchemaInstaller(database).InstallAsync();
        using (var host = await StartAsync(database))
        {
            var queues = host.Services.GetRequiredService<ActorRegistry>().Get<QueueRegion>();
            var inbox = await AttachAsync(host, queues);
            for (var number = 1; number <= Count; number++)
                await AppendAsync(queues, number);
            for (var offset = 1; offset <= Count; offset++)
            {
                var delivery = (await inbox.ReceiveAsync(Patience) as Deliver)!.Delivery;
                Assert.Equal((offset, 1), ((int)delivery.Offset, delivery.Attempt));
                if (offset < Count)
                    queues.Tell(new SettleDelivery(offset % 10 == 0 ? new Reject(delivery) : new Acknowledge(delivery)));
            }

            await host.StopAsync();
        }

        using (var host = await StartAsync(database))
        {
            var registry = host.Services.GetRequiredService<ActorRegistry>();
            var inbox = await AttachAsync(host, registry.Get<QueueRegion>());
            Assert.Equal([(Count, 2)], await ReceiveAsync(inbox, 1));
            while ((await registry.Get<DeadLetterRegion>().Ask<DeadLetterPage>(new ListDeadLetters(Group), Patience)).Total < 4)
                await Task.Yield();
            var start = new StartReplay(Group, "r1", Numbers: null, "jo", "mended");
            var replay = (await registry.Get<DeadLetterRegion>().Ask<ReplayDescription>(start, Patience)).Progress;
            Assert.Equal((4, 4), (replay.Total, replay.Total - replay.Left));
            Assert.Equal([(10, 2), (20, 2), (30, 2), (40, 2)], await ReceiveAsync(inbox, 4));
            await host.StopAsync();
        }
    }

    private static async Task<List<(int Offset, int Attempt)>> ReceiveAsync(Inbox inbox, int count)
    {
        var received = new List<(int, int)>();
        while (received.Count < count)
        {
            var delivery = ((Deliver)await inbox.ReceiveAsync(Patience)).Delivery;
            received.Add(((int)delivery.Offset, delivery.Attempt));
        }

        received.Sort();
        return received;
    }

    private static async Task<Inbox> AttachAsync(IHost host, IActorRef queues)
    {
        var session = Inbox.Create(host.Services.GetRequiredService<ActorSystem>());
        var attach = new AttachConsumer(
            Queue, Group, new InstanceId("a"), session.Receiver, StartPosition.FromBeginning, Tags: [], Room: 100, Lease: null);
        var topics = host.Services.GetRequiredService<ActorRegistry>().Get<TopicRegion>();
        await topics.Ask<TopicDescription>(new JoinTopic(Queue.Topic, Group), Patience);
        await queues.Ask<ConsumerAttached>(attach, Patience);
        return session;
    }

    private static async Task AppendAsync(IActorRef queues, int number)
    {
        var id = new TransactionId("t" + number.ToString(CultureInfo.InvariantCulture));
        var message = new IndexedMessage(0, new Message { Topic = Queue.Topic });
        await queues.Ask<AppendedToQueue>(new AppendToQueue(Queue, id, DateTimeOffset.UnixEpoch, [message]), Patience);
    }

    private static async Task<IHost> StartAsync(Database database)
    {
        var builder = Host.CreateApplicationBuilder();
        builder.Services.AddAkka("delivery", akka => akka
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

using Akka.Actor;
using Akka.Cluster.Hosting;
using Akka.Hosting;
using Akka.Remote.Hosting;
using Coordinator.Contracts;
using Coordinator.Contracts.Messages;
using Coordinator.Harness;
using Coordinator.Persistence;
using Coordinator.Tests.Persistence;
using Coordinator.Tests.Topics.Catalog;
using Coordinator.Topics;
using Coordinator.Topics.Catalog;
using Coordinator.Topics.Log;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Coordinator.Tests.Topics;

/// <summary>Tests topics as they are wired: shard regions on a cluster of one node, on SQLite.</summary>
public sealed class TopicsSetupSpec : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly TempDirectory _temp = new();

    [Fact]
    public async Task Topics_and_queues_are_reached_through_their_regions()
    {
        using var host = await StartAsync();
        var registry = host.Services.GetRequiredService<ActorRegistry>();
        var catalog = new TopicCatalog(
            () => registry.Get<TopicRegion>(),
            new SqlTopicList(Database),
            JournalTopicReader.Of(host.Services.GetRequiredService<ActorSystem>()),
            TimeProvider.System);
        // The catalog waits for a reply, not for a cluster to form.
        await registry.Get<TopicRegion>().Ask<TopicDescription>(new GetOrCreateTopic(new Topic("a:b")), Patience);
        Assert.Equal(new TopicAnswer(4), await catalog.GetOrCreateAsync(new Topic("orders.paid"), new CountedRate(), CancellationToken.None));
        await catalog.JoinAsync(new Topic("a:b"), new ConsumerGroup("shipping"), new CountedRate(), CancellationToken.None);
        var found = await catalog.FindAsync(new Topic("a:b"), CancellationToken.None);
        Assert.Equal((4, new ConsumerGroup("shipping")), (found!.QueueCount, Assert.Single(found.Groups)));
        Assert.Null(await catalog.FindAsync(new Topic("unknown"), CancellationToken.None));

        foreach (var queue in Enumerable.Range(0, 4).Select(number => new QueueId(new Topic("orders.paid"), number)))
        {
            var message = new IndexedMessage(0, new Message { Topic = queue.Topic });
            var append = new AppendToQueue(queue, new TransactionId("t"), default, [message]);
            Assert.Equal(queue, (await registry.Get<QueueRegion>().Ask<AppendedToQueue>(append, Patience)).Queue);
            Assert.Equal(1, (await registry.Get<QueueRegion>().Ask<QueueEnd>(new GetQueueEnd(queue), Patience)).Offset);
        }

        Assert.Equal([new Topic("a:b"), new Topic("orders.paid")], await catalog.ListAsync(CancellationToken.None));
        Assert.Equal(new CatalogCount(2, 8), await new SqlTopicList(Database).CountAsync(CancellationToken.None));
        await host.StopAsync();
    }

    public void Dispose() => _temp.Dispose();

    private Database Database => Database.Sqlite(_temp.File("coordinator.db"));

    private async Task<IHost> StartAsync()
    {
        await new SchemaInstaller(Database).InstallAsync();
        var builder = Host.CreateApplicationBuilder();
        builder.Services.AddAkka("topics", akka => akka
            .AddHocon(JournalConfig.Of(Database), HoconAddMode.Prepend)
            .AddHocon("akka.loglevel = WARNING", HoconAddMode.Prepend)
            .AddHocon("akka.cluster.sharding.distributed-data.durable.keys = []", HoconAddMode.Prepend)
            .WithRemoting("127.0.0.1", 0)
            .WithClustering(new ClusterOptions { Roles = ["coordinator"] })
            .WithTopics(new TopicOptions(), (_, _) => (_, _, _, _) => throw new NotSupportedException(), (_, _) => (_, _) => Props.Empty)
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

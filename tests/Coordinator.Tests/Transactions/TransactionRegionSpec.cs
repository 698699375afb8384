using Akka.Actor;
using Akka.Cluster.Hosting;
using Akka.Hosting;
using Akka.Remote.Hosting;
using Coordinator.Contracts;
using Coordinator.Contracts.Producing;
using Coordinator.Persistence;
using Coordinator.Testing;
using Coordinator.Tests.Checks;
using Coordinator.Tests.Persistence;
using Coordinator.Topics.Log;
using Coordinator.Transactions;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Coordinator.Tests.Transactions;

/// <summary>Tests the region as it is wired into a node, on a real journal.</summary>
public sealed class TransactionRegionSpec : IAsyncLifetime, IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly SqliteFile _file = new();
    private IHost _host = null!;
    private IActorRef _region = null!;

    public async Task InitializeAsync()
    {
        var database = Database.Sqlite(_file.Path);
        await new SchemaInstaller(database).InstallAsync();
        var builder = Host.CreateApplicationBuilder();
        builder.Services.AddAkka("coordinator", akka => akka
            .AddHocon(JournalConfig.Of(database), HoconAddMode.Prepend)
            .WithRemoting("127.0.0.1", 0)
            .WithClustering(new ClusterOptions { Roles = ["coordinator"] })
            .WithTransactions(new TransactionOptions(), new CheckScheduleOptions(), skipsReadsOfNewIds: true)
            .WithActors((system, registry) =>
            {
                registry.Register<QueueRegion>(system.ActorOf(Props.Create(() => new PromptQueues(new Activity()))));
                registry.Register<CheckRegion>(system.ActorOf(Props.Create(() => new PromptQueues(new Activity()))));
            }));
        _host = builder.Build();
        await _host.StartAsync();
        var system = _host.Services.GetRequiredService<ActorSystem>();
        var cluster = Akka.Cluster.Cluster.Get(system);
        await cluster.JoinAsync(cluster.SelfAddress, new CancellationTokenSource(Patience).Token);
        _region = _host.Services.GetRequiredService<IActorRegistry>().Get<TransactionRegion>();
    }

    [Fact]
    public async Task Transaction_goes_through_region_journal_and_timeline()
    {
        Assert.Equal(TransactionOutcome.Accepted, (await Ask<TransactionReply>(Some.Prepare())).Outcome);
        Assert.Equal(TransactionOutcome.Accepted, (await Ask<TransactionReply>(Some.Commit())).Outcome);
        Assert.Equal(TransactionOutcome.AlreadyCommitted, (await Ask<TransactionReply>(Some.Rollback())).Outcome);
        var description = await TransactionTimeline.Of(
            _host.Services.GetRequiredService<ActorSystem>(), new CheckPolicy(new CheckScheduleOptions())).DescribeAsync(Some.Id);
        Assert.Equal(["prepared", "committed"], description.Timeline.Take(2).Select(entry => entry.Kind));
        Assert.Equal(Some.Group, description.Group);
    }

    [Fact]
    public async Task Many_transactions_are_each_their_own()
    {
        var replies = await Task.WhenAll(Enumerable.Range(0, 200).Select(async number =>
        {
            var id = new TransactionId($"many-{number}");
            await Ask<TransactionReply>(Some.Prepare() with { Id = id });
            return await Ask<TransactionReply>(number % 2 == 0 ? Some.Commit() with { Id = id } : Some.Rollback() with { Id = id });
        }));
        Assert.All(replies, reply => Assert.Equal(TransactionOutcome.Accepted, reply.Outcome));
        Assert.Equal(100, replies.Count(reply => reply.Phase is TransactionPhase.Committed));
    }

    public Task DisposeAsync() => _host.StopAsync();

    public void Dispose()
    {
        _host.Dispose();
        _file.Dispose();
    }

    private Task<T> Ask<T>(ITransactionMessage message) => _region.Ask<T>(message, Patience);
}

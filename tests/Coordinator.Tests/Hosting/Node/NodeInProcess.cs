using System.Globalization;
using Akka.Actor;
using Akka.Cluster;
using Akka.Cluster.Sharding;
using Akka.Hosting;
using Coordinator.Contracts.Producing;
using Coordinator.Contracts.Sessions;
using Coordinator.Hosting.Http;
using Coordinator.Hosting.Node;
using Coordinator.Hosting.Options;
using Coordinator.Persistence;
using Coordinator.Topics.Catalog;
using Coordinator.Transactions;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Coordinator.Tests.Hosting.Node;

/// <summary>A node of a cluster as the product makes it, without its process and its HTTP, and with less patience.</summary>
internal sealed class NodeInProcess : IAsyncDisposable
{
    // Nobody is downed because he was not heard of: on a busy machine that would be wrong, and these tests with it.
    private const string Impatient = """
        akka {
          loglevel = OFF
          stdout-loglevel = OFF
          coordinated-shutdown.run-by-actor-system-terminate = off
          cluster {
            seed-node-timeout = 2s
            gossip-interval = 200ms
            leader-actions-interval = 200ms
            periodic-tasks-initial-delay = 200ms
            down-removal-margin = 200ms
            split-brain-resolver.stable-after = 600s
            singleton.hand-over-retry-interval = 200ms
            sharding {
              retry-interval = 200ms
              rebalance-interval = 300ms
            }
          }
        }
        """;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan AnswerTimeout = TimeSpan.FromSeconds(2);

    private readonly IHost _host;

    private NodeInProcess(IHost host) => _host = host;

    public ActorSystem System => _host.Services.GetRequiredService<ActorSystem>();

    public Cluster Cluster => Cluster.Get(System);

    private IActorRef Transactions => ActorRegistry.For(System).Get<TransactionRegion>();

    /// <summary>Returns when its door is open.</summary>
    /// <param name="database">With its schema.</param>
    /// <param name="port">Of its remoting.</param>
    /// <param name="seeds">The ports of the nodes to join, itself among them.</param>
    public static async Task<NodeInProcess> StartAsync(Database database, int port, IEnumerable<int> seeds)
    {
        var options = new CoordinatorOptions();
        options.Remoting.Port = port;
        options.Cluster.Seeds = [.. seeds.Select(seed => string.Create(CultureInfo.InvariantCulture, $"127.0.0.1:{seed}"))];
        var state = new NodeState();
        var builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings { DisableDefaults = true });
        builder.Services.AddSingleton<ITopicCatalog>(services => new TopicCatalog(
            services.GetRequiredService<IReadOnlyActorRegistry>().Get<TopicRegion>, new SqlTopicList(database)));
        builder.Services.AddAkka(SessionListenerAddress.SystemName, (akka, services) => akka
            .WithNode(services, options, database, state)
            .AddHocon(Impatient, HoconAddMode.Prepend));
        var node = new NodeInProcess(builder.Build());
        await node._host.StartAsync();
        await state.Ready.WaitAsync(Patience);
        return node;
    }

    /// <summary>As sessions do: repeated until it is answered by something else than busy.</summary>
    public async Task<TransactionReply> SayAsync(ITransactionMessage command)
    {
        using var patience = new CancellationTokenSource(Patience);
        while (true)
        {
            try
            {
                var reply = await Transactions.Ask<TransactionReply>(command, AnswerTimeout, patience.Token);
                if (reply.Outcome != TransactionOutcome.Busy)
                    return reply;
            }
            catch (AskTimeoutException)
            {
                // What a hand-over drops is said again.
            }

            patience.Token.ThrowIfCancellationRequested();
        }
    }

    /// <summary>How many transactions are in the memory of this node, by their shards.</summary>
    public async Task<IReadOnlyDictionary<string, int>> ShardsAsync()
    {
        var state = await Transactions.Ask<CurrentShardRegionState>(GetShardRegionState.Instance, Patience);
        return state.Shards.ToDictionary(shard => shard.ShardId, shard => shard.EntityIds.Count);
    }

    public async Task<IReadOnlyList<ITransactionEvent>> EventsAsync(PrepareTransaction prepared) =>
        (await JournalTransactionHistory.Of(System).ReadAsync(prepared.Id)).Events;

    /// <summary>In order, as on SIGTERM.</summary>
    public Task StopAsync() => CoordinatedShutdown.Get(System).Run(CoordinatedShutdown.ClrExitReason.Instance);

    /// <summary>It says nothing more, not even that it goes.</summary>
    public Task LoseAsync() => System.Terminate();

    public async ValueTask DisposeAsync()
    {
        await System.Terminate();
        await _host.StopAsync();
        _host.Dispose();
    }
}

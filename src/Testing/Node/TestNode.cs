using Akka.Actor;
using Akka.Hosting;
using Coordinator.Contracts.Sessions;
using Coordinator.Hosting.Http;
using Coordinator.Hosting.Node;
using Coordinator.Hosting.Options;
using Coordinator.Persistence;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;

namespace Coordinator.Testing.Node;

/// <summary>
/// One node as the product builds it, without HTTP, in the process of a test. It listens on a free port of loopback, and its SQLite database is in
/// a temporary directory.
/// </summary>
internal sealed class TestNode : IAsyncDisposable
{
    private static readonly TimeSpan ReadyTimeout = TimeSpan.FromSeconds(60);

    // A cluster of one node need not wait for others.
    private const string ShortIntervals = """
        akka {
          loglevel = OFF
          stdout-loglevel = OFF
          coordinated-shutdown.run-by-actor-system-terminate = off
          cluster {
            gossip-interval = 50ms
            leader-actions-interval = 50ms
            periodic-tasks-initial-delay = 20ms
            down-removal-margin = 200ms
            split-brain-resolver.stable-after = 600s
            singleton.hand-over-retry-interval = 100ms
            sharding.retry-interval = 50ms
            sharding.coordinator-failure-backoff = 100ms
          }
        }

        """;

    private readonly IHost _host;
    private readonly DataDirectory _data;
    private readonly DirectoryInfo _directory;

    private TestNode(IHost host, DataDirectory data, DirectoryInfo directory) => (_host, _data, _directory) = (host, data, directory);

    public IServiceProvider Services => _host.Services;

    public ActorSystem System => Services.GetRequiredService<ActorSystem>();

    /// <summary>Host and port for participants.</summary>
    public string ContactPoint => Services.GetRequiredService<NodeState>().ContactPoint;

    /// <summary>Starts a node. Returns when it serves participants.</summary>
    /// <param name="options">Valid options, whose data directory is set here.</param>
    /// <param name="hocon">Akka settings with precedence over those of the node.</param>
    /// <param name="ct">Ends the wait.</param>
    public static async Task<TestNode> StartAsync(CoordinatorOptions options, string hocon, CancellationToken ct)
    {
        var directory = Directory.CreateTempSubdirectory("coordinator-testing-");
        options.Storage.DataDirectory = directory.FullName;
        var data = DataDirectory.Open(directory.FullName);
        var database = options.Storage.DatabaseIn(data);
        await new SchemaInstaller(database).InstallAsync(ct);
        var node = new TestNode(Build(options, database with { LogEpoch = await LogEpoch.ReadAsync(database, ct) }, hocon), data, directory);
        try
        {
            await node._host.StartAsync(ct);
            await node.Services.GetRequiredService<NodeState>().Ready.WaitAsync(ReadyTimeout, ct);
            return node;
        }
        catch
        {
            await node.DisposeAsync();
            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        // Not a stop in order, which looks for new homes of the shards for seconds.
        await System.Terminate();
        await ((IAsyncDisposable)_host).DisposeAsync();
        _data.Dispose();
        using (var pooled = new SqliteConnection(Database.Sqlite(_data.DatabaseFile).ConnectionString))
            SqliteConnection.ClearPool(pooled);
        _directory.Delete(recursive: true);
    }

    private static IHost Build(CoordinatorOptions options, Database database, string hocon)
    {
        var state = new NodeState { DirectoryId = "testing" };
        var builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings());
        builder.Services.Replace(ServiceDescriptor.Singleton<IHostLifetime, NodeLifetime>());
        builder.Services.AddLogging();
        builder.Services.AddSingleton(state);
        builder.Services.AddSingleton(TimeProvider.System);
        builder.Services.AddAdministration(options, database);
        builder.Services.AddAkka(SessionListenerAddress.SystemName, (akka, services) => akka
            .WithNode(services, options, database, state)
            .AddHocon(ShortIntervals + hocon, HoconAddMode.Prepend));
        return builder.Build();
    }
}

using Akka.Actor;
using Akka.Actor.Setup;
using Akka.Configuration;
using Akka.Event;
using Coordinator.Contracts.Common;
using Coordinator.Contracts.Logging;
using Coordinator.Harness.Waiting;
using Coordinator.Hosting.Logging;
using Coordinator.Sessions;
using Microsoft.Extensions.Logging;
using LogLevel = Microsoft.Extensions.Logging.LogLevel;

namespace Coordinator.Tests.Hosting.Logging;

/// <summary>Entries of actors and of Akka have categories of this product.</summary>
public sealed class NodeLoggerSpec : IAsyncLifetime, IDisposable
{
    private readonly RecordingLogs _logs = new();
    private ActorSystem _system = null!;

    public Task InitializeAsync()
    {
        var config = ConfigurationFactory.ParseString($$"""akka { loggers = ["{{Hocon.NameOf(typeof(NodeLogger))}}"], loglevel = WARNING, stdout-loglevel = OFF }""");
        _system = ActorSystem.Create("logs", ActorSystemSetup.Create(
            BootstrapSetup.Create().WithConfig(config), new SystemLoggerSetup(LoggerFactory.Create(logging => logging.AddProvider(_logs)))));
        return Task.CompletedTask;
    }

    [Theory]
    [InlineData(typeof(SessionListener), "Coordinator.Sessions")]
    [InlineData(typeof(Coordinator.Hosting.Node.NodeStartup), "Coordinator.Node")]
    [InlineData(typeof(Akka.Remote.RemoteActorRef), "Coordinator.NodeLink")]
    [InlineData(typeof(Akka.Cluster.Cluster), "Coordinator.Cluster")]
    [InlineData(typeof(Akka.Cluster.Sharding.ShardRegion), "Coordinator.Cluster")]
    [InlineData(typeof(Akka.Persistence.Eventsourced), "Coordinator.Persistence")]
    [InlineData(typeof(OneForOneStrategy), "Coordinator.Actors")]
    public async Task Entry_has_the_category_of_its_source(Type source, string category)
    {
        new BusLogging(_system.EventStream, "a source", source, _system.Settings.LogFormatter).Warning("{Count} of {Limit}", 7, 10);

        await Eventually.TrueAsync(() => _logs.Entries.Count > 0, "the entry is written", TimeSpan.FromSeconds(10));
        var entry = Assert.Single(_logs.Entries);
        Assert.Equal((category, LogLevel.Warning), (entry.Category, entry.Level));
        Assert.StartsWith("7 of 10", entry.Message, StringComparison.Ordinal);
        Assert.Equal("{Count} of {Limit}", entry.Values["{OriginalFormat}"]);
    }

    public Task DisposeAsync() => _system.Terminate();

    public void Dispose() => _logs.Dispose();
}

using Akka.Actor;
using Akka.Cluster.Hosting;
using Akka.Cluster.Hosting.SBR;
using Akka.Hosting;
using Akka.Hosting.Logging;
using Coordinator.Checks;
using Coordinator.Common;
using Coordinator.Contracts.Remoting.InProcess;
using Coordinator.Contracts.Sessions;
using Coordinator.Contracts.Wire;
using Coordinator.Delivery;
using Coordinator.Edge;
using Coordinator.Hosting.Http;
using Coordinator.Hosting.Options;
using Coordinator.Hosting.Serialization;
using Coordinator.Persistence;
using Coordinator.Persistence.GroupCommit;
using Coordinator.Recovery;
using Coordinator.Sessions;
using Coordinator.Topics;
using Coordinator.Topics.Catalog;
using Coordinator.Topics.Log;
using Coordinator.Transactions;

namespace Coordinator.Hosting.Node;

/// <summary>Sets up the actor system of a node: its communication and its capabilities.</summary>
internal static class CoordinatorSystem
{
    public static IServiceCollection AddCoordinatorSystem(
        this IServiceCollection services, CoordinatorOptions options, Database database, NodeState state) =>
        services.AddAkka(SessionListenerAddress.SystemName, (builder, provider) => builder
            .ConfigureLoggers(loggers =>
            {
                loggers.ClearLoggers();
                loggers.AddLoggerFactory();
            })
            .WithNode(provider, options, database, state));

    /// <summary>Sets up everything except logging.</summary>
    public static AkkaConfigurationBuilder WithNode(
        this AkkaConfigurationBuilder builder,
        IServiceProvider services,
        CoordinatorOptions options,
        Database database,
        NodeState state)
    {
        var loggers = services.GetRequiredService<ILoggerFactory>();
        var credentials = new NodeCredentials(options, loggers, TimeProvider.System);
        // Participants get a clear refusal until the sessions are open. The port must be known before this node joins a cluster.
        var edge = EdgeSystem.Start(options.Remoting.Endpoint(options.Remoting.Port), credentials.Remoting, Connections(options), loggers);
        state.Listens(edge.ContactPoint);
        return builder
            .AddSetup(new PasswordSetup(database.CurrentPassword))
            .WithNode(services, options, database, edge)
            .WithNodeTransport(options, credentials.Nodes, database, services.GetService<InProcessNetwork>(), loggers)
            .WithActors((system, registry) => Start(system, registry, options, state, edge, credentials));
    }

    private static EdgeConnections Connections(CoordinatorOptions options) =>
        new(new EdgeAdmission(
            options.Remoting.MaxConnections, options.Remoting.MaxConnectionsPerAddress, options.Remoting.NewConnectionsPerSecond));

    private static AkkaConfigurationBuilder WithNode(
        this AkkaConfigurationBuilder builder,
        IServiceProvider services,
        CoordinatorOptions options,
        Database database,
        EdgeSystem edge) => builder
        .AddHocon(NodeConfig.Of(options).WithFallback(NodeConfig.Roles(edge.ContactPoint)), HoconAddMode.Prepend)
        .AddHocon(SerializationConfig.Config, HoconAddMode.Prepend)
        .AddHocon(WireSettings.Config, HoconAddMode.Prepend)
        .AddHocon(SqlPersistence.Config(database, options.Storage.Journal), HoconAddMode.Append)
        .WithStrictSerialization()
        .WithClustering(new ClusterOptions
        {
            SeedNodes = NodeConfig.Seeds(options),
            SplitBrainResolver = new KeepMajorityOption { Role = ShardSettings.Role },
        })
        .WithCapabilities(options, database, services.GetRequiredService<ITopicCatalog>);

    private static AkkaConfigurationBuilder WithCapabilities(
        this AkkaConfigurationBuilder builder,
        CoordinatorOptions options,
        Database database,
        Func<ITopicCatalog> topics) => builder
        .WithTransactions(options.Transactions, options.CheckSchedule, options.Storage.Journal is JournalKind.GroupCommit)
        .WithTopics(options.Topics, DeliverySetup.Deliveries(options.Delivery))
        .WithDelivery()
        .WithRecovery(options.Sweep, options.CheckSchedule, database)
        .WithChecks(options.Checks)
        .WithSessions(options.Sessions, registry => new SessionParts(
            registry.Get<TransactionRegion>(),
            registry.Get<QueueRegion>(),
            registry.Get<CheckRegion>(),
            topics()));

    private static void Start(
        ActorSystem system,
        IActorRegistry registry,
        CoordinatorOptions options,
        NodeState state,
        EdgeSystem edge,
        NodeCredentials credentials)
    {
        var listener = registry.Get<SessionListener>();
        IActorRef[] regions =
        [
            registry.Get<TransactionRegion>(), registry.Get<TopicRegion>(), registry.Get<QueueRegion>(), registry.Get<CheckRegion>(),
        ];
        state.Consists([listener, .. regions]);
        system.ActorOf(NodeStartup.Props(listener, regions, state, ShardSettings.Role), "node-startup");
        edge.Open(listener);
        NodeShutdown.Arrange(system, listener, options.Sessions.DrainTimeout, state, edge);
        system.RegisterOnTermination(() =>
        {
            credentials.Dispose();
            _ = edge.System.Terminate();
        });
        var cluster = Akka.Cluster.Cluster.Get(system);
        if (options.Cluster.Seeds.Count == 0)
            cluster.Join(cluster.SelfAddress);
    }
}

using Akka.Actor;
using Akka.Cluster.Hosting;
using Akka.Cluster.Hosting.SBR;
using Akka.Hosting;
using Coordinator.Checks;
using Coordinator.Common;
using Coordinator.Contracts.Logging;
using Coordinator.Contracts.Producing;
using Coordinator.Contracts.Remoting.InProcess;
using Coordinator.Contracts.Sessions;
using Coordinator.Contracts.Wire;
using Coordinator.Delivery;
using Coordinator.Delivery.DeadLetters;
using Coordinator.Edge;
using Coordinator.Formation;
using Coordinator.Hosting.Http;
using Coordinator.Hosting.Logging;
using Coordinator.Hosting.Options;
using Coordinator.Hosting.Serialization;
using Coordinator.Persistence;
using Coordinator.Persistence.GroupCommit;
using Coordinator.Recovery;
using Coordinator.Retention;
using Coordinator.Retention.Queues;
using Coordinator.Retention.Removals;
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
                loggers.AddLogger<NodeLogger>();
            })
            .AddSetup(new SystemLoggerSetup(provider.GetRequiredService<ILoggerFactory>()))
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
            .AddSetup(new LeaseSetup(new PostgresLeases(database), TimeProvider.System))
            .WithNode(services, options, database, edge)
            .WithNodeTransport(options, credentials.Nodes, database, services.GetService<InProcessNetwork>(), loggers)
            .WithActors((system, registry) => Start(system, registry, options, state, edge, credentials))
            .WithActors((system, _) => NodeFormation.Start(system, options, database, state));
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
        .AddHocon(NodeConfig.Of(options).WithFallback(NodeConfig.Roles(edge.ContactPoint, options.Storage.Journal)).WithFallback(LeaseConfig.Of(options.Cluster.LeaseTimeout)), HoconAddMode.Prepend)
        .AddHocon(SerializationConfig.Config, HoconAddMode.Prepend)
        .AddHocon(WireSettings.Config, HoconAddMode.Prepend)
        .AddHocon(SqlPersistence.Config(database, options.Storage.Journal), HoconAddMode.Append)
        .WithStrictSerialization()
        .WithClustering(new ClusterOptions
        {
            SplitBrainResolver = new KeepMajorityOption { Role = ShardSettings.Role },
        })
        .WithCapabilities(options, database, services.GetRequiredService<ITopicCatalog>);

    private static AkkaConfigurationBuilder WithCapabilities(
        this AkkaConfigurationBuilder builder,
        CoordinatorOptions options,
        Database database,
        Func<ITopicCatalog> topics) => builder
        .WithTransactions(options.Transactions, options.CheckSchedule, options.Storage.Journal is JournalKind.GroupCommit)
        .WithTopics(options.Topics, DeliverySetup.Deliveries(options.Delivery, database), DeliverySetup.Schedules())
        .WithDelivery(options.Delivery)
        .WithRecovery(options.Sweep, options.CheckSchedule, database)
        .WithRetention(options.Retention, (system, registry) => RetentionWorks(options, database, system, registry))
        .WithChecks(options.Checks)
        .WithSessions(options.Sessions, registry => new SessionParts(
            registry.Get<TransactionRegion>(),
            registry.Get<QueueRegion>(),
            registry.Get<CheckRegion>(),
            topics(),
            database.Epoch)
        {
            IsRestoreOpenAsync = () =>
                RestoreHoldOf(options, database).IsOpenEverywhereAsync(TimeProvider.System.GetUtcNow(), CancellationToken.None),
        });

    private static IReadOnlyList<IRetentionWork> RetentionWorks(
        CoordinatorOptions options, Database database, ActorSystem system, IReadOnlyActorRegistry registry)
    {
        var known = new KnownFinal();
        return
        [
            new TransactionRetention(
                options.Retention,
                new TransactionScan(database),
                new FinalSearch(JournalTransactionHistory.Of(system), FinalIds.MaxExcept),
                GroupCommitQueues.Of(system),
                RestoreHoldOf(options, database),
                known,
                () => system.Scheduler.Now),
            .. RemovalSetup.Create(
                options.Retention, RemovalTimes.Of(TopicCatalog.KnownFor, options.Sessions.CommandTimeout), database, system, registry),
            QueueRetentionSetup.Create(options.QueueRetention, database, system, registry, known),
            .. database.Engine is StorageEngine.Sqlite ? [new FreePages(database, GroupCommitQueues.Of(system))] : (IRetentionWork[])[],
        ];
    }

    private static RestoreHold RestoreHoldOf(CoordinatorOptions options, Database database) => new(new Restores(database), options.Retention.HandOver);

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
            registry.Get<DeadLetterRegion>(),
        ];
        state.Consists([listener, edge.Open(listener), .. regions]);
        system.ActorOf(FinalPoll.Props(registry.Get<RetentionKeeper>(), listener, options.Retention.Interval), "final-poll");
        system.ActorOf(NodeStartup.Props(listener, regions, state, ShardSettings.Role), "node-startup");
        NodeShutdown.Arrange(system, listener, regions, options.Sessions.DrainTimeout, state, edge);
        system.RegisterOnTermination(() =>
        {
            credentials.Dispose();
            _ = edge.System.Terminate();
        });
    }
}

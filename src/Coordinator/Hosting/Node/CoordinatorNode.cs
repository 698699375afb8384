using Akka.Actor;
using Akka.Cluster;
using Akka.Hosting;
using Coordinator.Administration;
using Coordinator.Hosting.Http;
using Coordinator.Hosting.Logging;
using Coordinator.Hosting.Options;
using Coordinator.Persistence;
using Coordinator.Topics.Catalog;
using Coordinator.Transactions;

namespace Coordinator.Hosting.Node;

/// <summary>Runs one node from its start to its end.</summary>
internal static class CoordinatorNode
{
    // Longer than all phases of Akka's coordinated shutdown together.
    public static readonly TimeSpan ShutdownLimit = TimeSpan.FromMinutes(2);

    /// <param name="options">Validated options.</param>
    /// <param name="configuration">Source of the options.</param>
    /// <param name="output">Standard output.</param>
    /// <exception cref="StartProblem">The node cannot start.</exception>
    public static async Task RunAsync(CoordinatorOptions options, NodeConfiguration configuration, TextWriter output)
    {
        await Ports.RequireFreeAsync("remoting", options.Remoting.Host, options.Remoting.Port);
        if (options.Cluster.Seeds.Count > 0)
            await Ports.RequireFreeAsync("nodes", options.Nodes.Host, options.Nodes.Port);
        await Ports.RequireFreeAsync("http", options.Http.Host, options.Http.Port);
        try
        {
            using var directory = DataDirectory.Open(options.Storage.DataDirectory);
            NodeAnnouncement.Withdraw(directory);
            using var log = new StartLog(configuration.Root);
            var database = options.Storage.DatabaseIn(directory, log.ConnectionStringChanged);
            log.Warn(directory.AccessWarning, database.TransportWarning());
            var schema = new SchemaInstaller(database);
            if (await new DatabaseWait(options, configuration.Root, output).UseAsync(stop => PrepareAsync(schema, options.Cluster, stop)))
                await RunAsync(options, configuration, directory, database, output);
            await output.WriteLineAsync("stopped");
            NodeAnnouncement.Withdraw(directory);
        }
        catch (StorageException unusable)
        {
            throw StartProblem.Of(unusable);
        }
    }

    /// <summary>Installs the schema for a single node. A database that several nodes share is only upgraded by an administrator.</summary>
    private static Task PrepareAsync(SchemaInstaller schema, ClusterFormationOptions cluster, CancellationToken stop) =>
        cluster.Seeds.Count > 0 ? schema.RequireAsync(stop) : schema.InstallAsync(stop);

    private static async Task RunAsync(
        CoordinatorOptions options, NodeConfiguration configuration, DataDirectory directory, Database database, TextWriter output)
    {
        var state = new NodeState();
        await using var app = Build(options, configuration, database, state);
        await app.StartAsync();
        var system = app.Services.GetRequiredService<ActorSystem>();
        var announcement = new NodeAnnouncement(Environment.ProcessId, state.ContactPoint, app.Urls.First(), directory.Path);
        await output.WriteLineAsync($"remoting  {announcement.ContactPoint} (contact point of participants)");
        if (options.Cluster.Seeds.Count > 0)
            await output.WriteLineAsync($"node      {Cluster.Get(system).SelfAddress}");
        await output.WriteLineAsync($"http      {announcement.Http} (health/live, health/ready, administration)");
        await output.WriteLineAsync($"data      {directory.Path} ({database})");
        var stopped = app.WaitForShutdownAsync();
        if (await Task.WhenAny(state.Ready, state.Failed, stopped) == state.Ready)
        {
            announcement.Publish(directory);
            await output.WriteLineAsync($"ready     {announcement}");
        }

        StartProblem? problem = null;
        if (await Task.WhenAny(state.Failed, stopped) == state.Failed)
        {
            problem = NodeEnd.OfPart(Cluster.Get(system), await state.Failed);
            app.Services.GetRequiredService<IHostApplicationLifetime>().StopApplication();
        }

        await stopped;
        problem ??= NodeEnd.Of(CoordinatedShutdown.Get(system));
        if (problem is not null)
            throw problem;
    }

    private static WebApplication Build(
        CoordinatorOptions options, NodeConfiguration configuration, Database database, NodeState state)
    {
        var builder = NodeHttp.CreateBuilder(options.Http, configuration.Root);
        builder.Services.Configure<HostOptions>(host => host.ShutdownTimeout = ShutdownLimit);
        builder.Services.AddSingleton(state);
        builder.Services.AddSingleton(database);
        builder.Services.AddSingleton(options.Checks);
        builder.Services.AddSingleton<Entities>();
        builder.Services.AddSingleton(services => TransactionTimeline.Of(
            services.GetRequiredService<ActorSystem>(), new CheckPolicy(options.CheckSchedule)));
        builder.Services.AddSingleton<ITopicCatalog>(services => new TopicCatalog(
            services.GetRequiredService<IReadOnlyActorRegistry>().Get<TopicRegion>,
            new SqlTopicList(database),
            JournalTopicReader.Of(services.GetRequiredService<ActorSystem>())));
        builder.Services.AddCoordinatorSystem(options, database, state);
        builder.Services.AddSingleton<Readiness>();
        builder.Services.AddHostedService(services => ActivatorUtilities.CreateInstance<ParticipantsReload>(services, configuration, options));
        builder.Services.AddMetrics(options.Http);
        var app = builder.Build();
        app.UseNodeHttp();
        app.MapHealth();
        app.MapMetrics(options.Http);
        app.MapAdministration();
        return app;
    }
}

using Akka.Actor;
using Akka.Cluster;
using Coordinator.Administration;
using Coordinator.Hosting.Http;
using Coordinator.Hosting.Logging;
using Coordinator.Hosting.Options;
using Coordinator.Persistence;

namespace Coordinator.Hosting.Node;

/// <summary>Runs one node from its start to its end.</summary>
internal static class CoordinatorNode
{
    /// <param name="options">Validated options.</param>
    /// <param name="configuration">Source of the options.</param>
    /// <param name="output">Standard output.</param>
    /// <param name="stop">Request to stop, at any time.</param>
    /// <exception cref="StartProblem">The node cannot start, or ended although nobody had asked it to.</exception>
    public static async Task RunAsync(
        CoordinatorOptions options, NodeConfiguration configuration, TextWriter output, CancellationToken stop)
    {
        try
        {
            await Ports.RequireFreeAsync("remoting", options.Remoting.Host, options.Remoting.Port, stop);
            if (options.Cluster.Seeds.Count > 0)
                await Ports.RequireFreeAsync("nodes", options.Nodes.Host, options.Nodes.Port, stop);
            await Ports.RequireFreeAsync("http", options.Http.Host, options.Http.Port, stop);
            using var directory = DataDirectory.Open(options.Storage.DataDirectory);
            NodeAnnouncement.Withdraw(directory);
            using var log = new StartLog(configuration.Root);
            var database = options.Storage.DatabaseIn(directory, log.ConnectionStringChanged);
            log.Warn(directory.AccessWarning, database.TransportWarning());
            var wait = new DatabaseWait(options, configuration.Root, output);
            if (await wait.UseAsync(async ct => database = await PrepareAsync(database, options.Cluster, ct), stop))
                await RunAsync(options, configuration, directory, database, output, stop);
            await output.WriteLineAsync("stopped");
            NodeAnnouncement.Withdraw(directory);
        }
        catch (StorageException unusable)
        {
            throw StartProblem.Of(unusable);
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            await output.WriteLineAsync("stopped");
        }
    }

    /// <summary>
    /// Installs the schema for a single node. A database that several nodes share is only upgraded by an administrator. Returns the database with
    /// its epochs, which change only while no node runs.
    /// </summary>
    private static async Task<Database> PrepareAsync(Database database, ClusterFormationOptions cluster, CancellationToken ct)
    {
        var schema = new SchemaInstaller(database);
        await (cluster.Seeds.Count > 0 ? schema.RequireAsync(ct) : schema.InstallAsync(ct));
        return database with { Epoch = await new Restores(database).EpochAsync(ct), LogEpoch = await LogEpoch.ReadAsync(database, ct) };
    }

    private static async Task RunAsync(
        CoordinatorOptions options,
        NodeConfiguration configuration,
        DataDirectory directory,
        Database database,
        TextWriter output,
        CancellationToken stop)
    {
        var state = new NodeState { DirectoryId = directory.Id };
        await using var app = Build(options, configuration, database, state);
        await StartAsync(app);
        await using var stopping = stop.Register(() =>
        {
            state.Stopping();
            app.Lifetime.StopApplication();
        });
        var system = app.Services.GetRequiredService<ActorSystem>();
        var announcement = new NodeAnnouncement(Environment.ProcessId, state.ContactPoint, app.Urls.First(), directory.Path);
        await output.WriteLineAsync($"remoting  {announcement.ContactPoint} (contact point of participants)");
        if (options.Cluster.Seeds.Count > 0)
            await output.WriteLineAsync($"node      {Cluster.Get(system).SelfAddress}");
        await output.WriteLineAsync($"http      {announcement.Http} (health/live, health/ready, administration)");
        await output.WriteLineAsync($"data      {directory.Path} ({database})");
        var stopped = app.WaitForShutdownAsync(CancellationToken.None);
        if (await Task.WhenAny(state.Ready, state.Failed, stopped) == state.Ready)
        {
            announcement.Publish(directory);
            await output.WriteLineAsync($"ready     {announcement}");
        }

        StartProblem? problem = null;
        if (await Task.WhenAny(state.Failed, stopped) == state.Failed && !stop.IsCancellationRequested)
        {
            var reason = await state.Failed;
            problem = state.HasLostLease ? NodeEnd.OfLease(reason) : NodeEnd.OfPart(Cluster.Get(system), reason);
            app.Lifetime.StopApplication();
        }

        await stopped;
        problem ??= NodeEnd.Of(CoordinatedShutdown.Get(system));
        if (problem is not null)
            throw problem;
    }

    /// <summary>
    /// Starts everything. A request to stop waits for the end of the start, because half a node cannot stop in order. The start waits for
    /// neither the database nor other nodes.
    /// </summary>
    private static async Task StartAsync(WebApplication app)
    {
        try
        {
            await app.StartAsync();
        }
        catch (OperationCanceledException) when (app.Lifetime.ApplicationStopping.IsCancellationRequested)
        {
            throw new StartProblem(StartProblem.Failed, "The node could not start. The log has the reason.");
        }
    }

    private static WebApplication Build(
        CoordinatorOptions options, NodeConfiguration configuration, Database database, NodeState state)
    {
        var builder = NodeHttp.CreateBuilder(options.Http, configuration.Root);
        builder.Services.Configure<HostOptions>(host =>
        {
            host.ShutdownTimeout = StopLimit.ToFinish(options);
            // A slow request over HTTP must not use up the time of the sessions.
            host.ServicesStopConcurrently = true;
        });
        builder.Services.AddSingleton(state);
        builder.Services.AddAdministration(options, database);
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

using Akka.Actor;
using Akka.Cluster;
using Akka.Hosting;
using Coordinator.Administration;
using Coordinator.CheckBack;
using Coordinator.Storage;
using Coordinator.Topics;
using Coordinator.Transactions;

namespace Coordinator.Hosting;

/// <summary>One node, from its start to its end.</summary>
internal static class CoordinatorNode
{
    // Longer than all phases of Akka's shutdown together.
    public static readonly TimeSpan ShutdownLimit = TimeSpan.FromMinutes(2);

    /// <exception cref="StartProblem">It did not start.</exception>
    public static async Task RunAsync(CoordinatorOptions options, IConfiguration configuration, TextWriter output)
    {
        await Ports.RequireFreeAsync("remoting", options.Remoting.Host, options.Remoting.Port);
        await Ports.RequireFreeAsync("http", options.Http.Host, options.Http.Port);
        try
        {
            using var directory = DataDirectory.Open(options.Storage.DataDirectory);
            NodeAnnouncement.Withdraw(directory);
            var database = options.Storage.DatabaseIn(directory);
            await PrepareAsync(new SchemaInstaller(database), options.Cluster);
            await RunAsync(options, configuration, directory, database, output);
            NodeAnnouncement.Withdraw(directory);
        }
        catch (StorageException unusable)
        {
            throw StartProblem.Of(unusable);
        }
    }

    /// <summary>A database that several nodes share is changed when somebody decides so, not because one of them was started.</summary>
    private static Task PrepareAsync(SchemaInstaller schema, ClusterFormationOptions cluster) =>
        cluster.Seeds.Count > 0 ? schema.RequireAsync() : schema.InstallAsync();

    private static async Task RunAsync(
        CoordinatorOptions options, IConfiguration configuration, DataDirectory directory, Database database, TextWriter output)
    {
        var state = new NodeState();
        await using var app = Build(options, configuration, database, state);
        await app.StartAsync();
        var remoting = Cluster.Get(app.Services.GetRequiredService<ActorSystem>()).SelfAddress;
        var announcement = new NodeAnnouncement(
            Environment.ProcessId, $"{remoting.Host}:{remoting.Port}", app.Urls.First(), directory.Path);
        await output.WriteLineAsync($"remoting  {remoting} (contact point {announcement.ContactPoint})");
        await output.WriteLineAsync($"http      {announcement.Http} (health/live, health/ready, administration)");
        await output.WriteLineAsync($"data      {directory.Path} ({database})");
        var stopped = app.WaitForShutdownAsync();
        if (await Task.WhenAny(state.Ready, stopped) == state.Ready)
        {
            announcement.Publish(directory);
            await output.WriteLineAsync($"ready     {announcement}");
        }

        await stopped;
        await output.WriteLineAsync("stopped");
    }

    private static WebApplication Build(
        CoordinatorOptions options, IConfiguration configuration, Database database, NodeState state)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions { ApplicationName = "Coordinator" });
        builder.Configuration.AddConfiguration(configuration);
        builder.WebHost.UseKestrel().UseUrls($"http://{HttpHost(options.Http.Host)}:{options.Http.Port}");
        builder.Logging.AddNodeLogging(configuration);
        builder.Services.Configure<HostOptions>(host => host.ShutdownTimeout = ShutdownLimit);
        builder.Services.AddRouting();
        builder.Services.AddSingleton(state);
        builder.Services.AddSingleton(database);
        builder.Services.AddSingleton<Entities>();
        builder.Services.AddSingleton(services => new TransactionTimeline(
            JournalTransactionHistory.Of(services.GetRequiredService<ActorSystem>()), new CheckPolicy(options.Checks)));
        builder.Services.AddSingleton<ITopicCatalog>(services => new TopicCatalog(
            services.GetRequiredService<IReadOnlyActorRegistry>().Get<TopicRegion>, new SqlTopicList(database)));
        builder.Services.AddCoordinatorSystem(options, database, state);
        builder.Services.AddSingleton<Readiness>();
        builder.Services.AddMetrics(options.Http);
        var app = builder.Build();
        app.UseRouting();
        app.MapHealth();
        app.MapMetrics(options.Http);
        app.MapAdministration(options.Http.AllowRemoteAdministration);
        return app;
    }

    private static string HttpHost(string host) => host.Contains(':', StringComparison.Ordinal) ? $"[{host}]" : host;
}

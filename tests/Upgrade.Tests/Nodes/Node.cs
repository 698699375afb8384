using System.Globalization;
using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Akka.Actor;
using Akka.Cluster;
using Akka.Hosting;
using Coordinator.Administration;
using Coordinator.Contracts.Sessions;
using Coordinator.Hosting.Http;
using Coordinator.Hosting.Node;
using Coordinator.Hosting.Options;
using Coordinator.Persistence;
using Coordinator.Topics.Catalog;
using Coordinator.Transactions;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Coordinator.Upgrade.Tests.Nodes;

/// <summary>A node as the product makes it, with its remoting and its administration, but without its process.</summary>
internal sealed class Node : IAsyncDisposable
{
    private const string Quick = """
        akka {
          loglevel = OFF
          stdout-loglevel = OFF
          coordinated-shutdown.run-by-actor-system-terminate = off
          cluster {
            seed-node-timeout = 2s
            gossip-interval = 200ms
            leader-actions-interval = 200ms
            periodic-tasks-initial-delay = 200ms
            split-brain-resolver.stable-after = 600s
            sharding.retry-interval = 200ms
          }
        }
        """;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly WebApplication _app;
    private readonly HttpClient _http;

    private Node(WebApplication app)
    {
        _app = app;
        _http = new HttpClient { BaseAddress = new Uri(app.Urls.First()) };
    }

    public string ContactPoint
    {
        get
        {
            var address = Cluster.Get(System).SelfAddress;
            return string.Create(CultureInfo.InvariantCulture, $"{address.Host}:{address.Port}");
        }
    }

    private ActorSystem System => _app.Services.GetRequiredService<ActorSystem>();

    /// <summary>Returns when its door is open.</summary>
    public static async Task<Node> StartAsync(Database database, CoordinatorOptions options, string akka = "")
    {
        await new SchemaInstaller(database).InstallAsync();
        var state = new NodeState();
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrel().UseUrls("http://127.0.0.1:0");
        builder.Services.AddRouting();
        builder.Services.AddLogging();
        builder.Services.AddSingleton(database);
        builder.Services.AddSingleton<Entities>();
        builder.Services.AddSingleton(services => new TransactionTimeline(
            JournalTransactionHistory.Of(services.GetRequiredService<ActorSystem>()), new CheckPolicy(options.CheckSchedule)));
        builder.Services.AddSingleton<ITopicCatalog>(services => new TopicCatalog(
            services.GetRequiredService<IReadOnlyActorRegistry>().Get<TopicRegion>, new SqlTopicList(database)));
        builder.Services.AddAkka(SessionListenerAddress.SystemName, (node, services) => node
            .WithNode(services, options, database, state)
            .AddHocon(Quick + akka, HoconAddMode.Prepend));
        var app = builder.Build();
        app.UseRouting();
        app.MapAdministration(allowRemote: false);
        await app.StartAsync();
        var started = new Node(app);
        await state.Ready.WaitAsync(Patience);
        return started;
    }

    public async Task<JsonNode> ViewAsync(string path)
    {
        using var answer = await AskAsync(() => _http.GetAsync(new Uri(path, UriKind.Relative)));
        return JsonNode.Parse(await answer.EnsureSuccessStatusCode().Content.ReadAsStringAsync())!;
    }

    /// <summary>What an operator asks for. May be refused, as the other node may have done it already.</summary>
    public async Task DoAsync(string path, object request)
    {
        using var answer = await AskAsync(() => _http.PostAsJsonAsync(new Uri(path, UriKind.Relative), request));
    }

    /// <summary>What is not answered in time is asked again, as the answer says.</summary>
    private static async Task<HttpResponseMessage> AskAsync(Func<Task<HttpResponseMessage>> ask)
    {
        var answer = await ask();
        var began = TimeProvider.System.GetTimestamp();
        while (answer.StatusCode == HttpStatusCode.ServiceUnavailable && TimeProvider.System.GetElapsedTime(began) < Patience)
        {
            answer.Dispose();
            await Task.Delay(50);
            answer = await ask();
        }

        return answer;
    }

    /// <summary>It says nothing more, not even that it goes, and writes nothing more.</summary>
    public Task LoseAsync() => System.Terminate();

    public async ValueTask DisposeAsync()
    {
        await System.Terminate();
        await _app.StopAsync();
        await _app.DisposeAsync();
        _http.Dispose();
    }
}

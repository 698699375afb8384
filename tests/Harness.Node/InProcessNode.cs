using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Akka.Actor;
using Akka.Cluster;
using Coordinator.Contracts.Remoting.InProcess;
using Coordinator.Hosting.Http;
using Coordinator.Hosting.Options;
using Coordinator.Persistence;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;

namespace Coordinator.Harness.Node;

/// <summary>A node as the product builds it, with remoting and administration, in the process of the test.</summary>
internal sealed class InProcessNode : IAsyncDisposable
{
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan RetryInterval = TimeSpan.FromMilliseconds(50);

    private readonly WebApplication _app;
    private readonly HttpClient _http;

    private InProcessNode(WebApplication app)
    {
        _app = app;
        _http = new HttpClient { BaseAddress = new Uri(app.Urls.First()) };
    }

    public ActorSystem System => _app.Services.GetRequiredService<ActorSystem>();

    public Cluster Cluster => Cluster.Get(System);

    /// <summary>Phase of the node, and the actors that it consists of.</summary>
    public NodeState State => _app.Services.GetRequiredService<NodeState>();

    /// <summary>Host and port for participants.</summary>
    public string ContactPoint => State.ContactPoint;

    /// <summary>Starts a node; returns when it serves participants.</summary>
    /// <param name="database">The journal; its schema is created or updated.</param>
    /// <param name="options">The coordinator's options.</param>
    /// <param name="hocon">Akka settings with precedence over those of the node.</param>
    /// <param name="network">Network between nodes in this process; <c>null</c> for TCP.</param>
    public static async Task<InProcessNode> StartAsync(Database database, CoordinatorOptions options, string hocon = "", InProcessNetwork? network = null)
    {
        var node = await LaunchAsync(database, options, hocon, network);
        await node.State.Ready.WaitAsync(Timeout);
        return node;
    }

    /// <summary>Starts a node, which may have to wait before it serves participants.</summary>
    /// <param name="database">The journal; its schema is created or updated.</param>
    /// <param name="options">The coordinator's options.</param>
    /// <param name="hocon">Akka settings with precedence over those of the node.</param>
    /// <param name="network">Network between nodes in this process; <c>null</c> for TCP.</param>
    public static async Task<InProcessNode> LaunchAsync(Database database, CoordinatorOptions options, string hocon = "", InProcessNetwork? network = null)
    {
        await new SchemaInstaller(database).InstallAsync();
        var app = NodeApplication.Build(database, options, hocon, network);
        await app.StartAsync();
        return new InProcessNode(app);
    }

    /// <summary>Reads a resource of the administration.</summary>
    public async Task<JsonNode> ViewAsync(string path)
    {
        using var answer = await RetryAsync(() => _http.GetAsync(new Uri(path, UriKind.Relative)));
        return JsonNode.Parse(await answer.EnsureSuccessStatusCode().Content.ReadAsStringAsync())!;
    }

    /// <summary>Posts an operator's command. A refusal is ignored: another node may have executed it already.</summary>
    public async Task DoAsync(string path, object request)
    {
        using var answer = await RetryAsync(() => _http.PostAsJsonAsync(new Uri(path, UriKind.Relative), request));
    }

    /// <summary>Stops the node in order, as on SIGTERM.</summary>
    public Task StopAsync() => CoordinatedShutdown.Get(System).Run(CoordinatedShutdown.ClrExitReason.Instance);

    /// <summary>Stops the node without a word to the others, as a crash does.</summary>
    public Task LoseAsync() => System.Terminate();

    public async ValueTask DisposeAsync()
    {
        await System.Terminate();
        await _app.StopAsync();
        await _app.DisposeAsync();
        _http.Dispose();
    }

    private static async Task<HttpResponseMessage> RetryAsync(Func<Task<HttpResponseMessage>> ask)
    {
        var answer = await ask();
        var began = TimeProvider.System.GetTimestamp();
        while (answer.StatusCode == HttpStatusCode.ServiceUnavailable && TimeProvider.System.GetElapsedTime(began) < Timeout)
        {
            answer.Dispose();
            await Task.Delay(RetryInterval);
            answer = await ask();
        }

        return answer;
    }
}

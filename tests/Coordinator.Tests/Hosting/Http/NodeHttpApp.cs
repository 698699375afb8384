using System.Net;
using System.Text.Json;
using Coordinator.Hosting.Http;
using Coordinator.Hosting.Options;
using Coordinator.Tests.Hosting.Logging;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Coordinator.Tests.Hosting.Http;

/// <summary>HTTP server of a node over a real socket, with endpoints that need no other part of the node.</summary>
internal sealed class NodeHttpApp : IAsyncDisposable
{
    public const string Reason = "the database db.internal does not answer";

    /// <summary>Address of another machine, which a test pretends to call from.</summary>
    public static readonly IPAddress Elsewhere = IPAddress.Parse("203.0.113.7");

    private readonly WebApplication _app;

    private NodeHttpApp(WebApplication app, RecordingLogs logs)
    {
        _app = app;
        Logs = logs;
        Http = new HttpClient { BaseAddress = new Uri($"http://127.0.0.1:{new Uri(app.Urls.First()).Port}") };
    }

    public HttpClient Http { get; }

    public RecordingLogs Logs { get; }

    public IServiceProvider Services => _app.Services;

    public static async Task<NodeHttpApp> StartAsync(HttpOptions? options = null, IPAddress? from = null, TimeProvider? time = null)
    {
        options ??= new HttpOptions();
        options.Port = 0;
        var logs = new RecordingLogs();
        var builder = NodeHttp.CreateBuilder(options, new ConfigurationBuilder().AddInMemoryCollection().Build());
        builder.Logging.ClearProviders().AddProvider(logs);
        builder.Services.AddSingleton<IStartupFilter>(new RemoteAddress(from));
        builder.Services.AddSingleton(time ?? TimeProvider.System);
        builder.Services.AddMetrics(options);
        var app = builder.Build();
        app.UseNodeHttp();
        app.MapHealthWhileWaiting(() => Reason);
        app.MapMetrics(options);
        app.MapGet("/secret", () => "a secret");
        app.MapPost("/secret", () => "done");
        app.MapGet("/broken", string () => throw new InvalidOperationException($"{typeof(NodeHttpApp)} in /etc/passwd"));
        await app.StartAsync();
        return new NodeHttpApp(app, logs);
    }

    /// <summary>Sends a request and returns the status, and the detail of a problem or the text.</summary>
    public async Task<(HttpStatusCode Status, string Text)> GetAsync(string path, params (string Name, string Value)[] headers)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        foreach (var (name, value) in headers)
            request.Headers.TryAddWithoutValidation(name, value);
        using var answer = await Http.SendAsync(request);
        return (answer.StatusCode, await TextOfAsync(answer));
    }

    public static async Task<string> TextOfAsync(HttpResponseMessage answer)
    {
        var text = await answer.Content.ReadAsStringAsync();
        return answer.Content.Headers.ContentType?.MediaType == "application/problem+json"
            ? JsonDocument.Parse(text).RootElement.GetProperty("detail").GetString()!
            : text;
    }

    public async ValueTask DisposeAsync()
    {
        Http.Dispose();
        await _app.DisposeAsync();
    }

    private sealed class RemoteAddress(IPAddress? address) : IStartupFilter
    {
        public Action<IApplicationBuilder> Configure(Action<IApplicationBuilder> next) => app =>
        {
            app.Use((http, following) =>
            {
                http.Connection.RemoteIpAddress = address ?? http.Connection.RemoteIpAddress;
                return following(http);
            });
            next(app);
        };
    }
}

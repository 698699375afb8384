using System.Net;
using System.Net.Sockets;
using System.Text;
using Coordinator.Hosting.Http.Access;
using Coordinator.Hosting.Options;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Coordinator.Tests.Hosting.Http;

/// <summary>Tests over real HTTP which requests reach an endpoint, and what every answer carries.</summary>
public sealed class RequestRulesSpec
{
    [Theory]
    [InlineData("localhost")]
    [InlineData("LOCALHOST:9999")]
    [InlineData("127.0.0.1:8080")]
    [InlineData("[::1]:8080")]
    public async Task Node_on_loopback_answers_under_names_of_loopback(string host)
    {
        await using var app = await NodeHttpApp.StartAsync();

        Assert.Equal((HttpStatusCode.OK, "a secret"), await app.GetAsync("/secret", ("Host", host)));
    }

    [Theory]
    [InlineData("rebound.example")]
    [InlineData("localhost.rebound.example:8080")]
    [InlineData("10.0.0.5")]
    [InlineData("node.internal")]
    public async Task Node_on_loopback_refuses_other_names_and_says_what_to_set(string host)
    {
        await using var app = await NodeHttpApp.StartAsync(new HttpOptions { AllowedHosts = ["coordinator.internal"] });

        var (status, text) = await app.GetAsync("/secret", ("Host", host));

        Assert.Equal(HttpStatusCode.MisdirectedRequest, status);
        Assert.Equal(
            $"Host is '{host.Split(':')[0]}', but this node answers only to coordinator.internal, localhost and 127.0.0.1, [::1]. "
            + "Use one of them, or add the name to http.allowedHosts.",
            text);
    }

    [Theory]
    [InlineData("10.0.0.5", HttpStatusCode.OK)]
    [InlineData("[2001:db8::5]:8080", HttpStatusCode.OK)]
    [InlineData("localhost:8080", HttpStatusCode.OK)]
    [InlineData("Coordinator.internal", HttpStatusCode.OK)]
    [InlineData("rebound.example", HttpStatusCode.MisdirectedRequest)]
    public async Task Node_beyond_loopback_answers_under_addresses_and_allowed_names(string host, HttpStatusCode status)
    {
        await using var app = await NodeHttpApp.StartAsync(new HttpOptions { Host = "0.0.0.0", AllowedHosts = ["coordinator.internal"] });

        Assert.Equal(status, (await app.GetAsync("/secret", ("Host", host))).Status);
    }

    [Theory]
    [InlineData("Origin", "http://rebound.example", "Origin is 'http://rebound.example', but must be this node")]
    [InlineData("Origin", "null", "Origin is 'null'")]
    [InlineData("Origin", "http://localhost:3000", "Origin is 'http://localhost:3000'")]
    [InlineData("Sec-Fetch-Site", "cross-site", "Sec-Fetch-Site is cross-site")]
    public async Task Request_for_a_page_of_another_site_is_refused(string header, string value, string problem)
    {
        await using var app = await NodeHttpApp.StartAsync();

        var (status, text) = await app.GetAsync("/secret", ("Host", "localhost:8080"), (header, value));

        Assert.Equal(HttpStatusCode.Forbidden, status);
        Assert.StartsWith(problem, text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("localhost:8080", "http://localhost:8080")]
    [InlineData("localhost", "https://localhost")]
    [InlineData("[::1]:8080", "http://[::1]:8080")]
    public async Task Request_for_a_page_of_this_node_is_answered(string host, string origin)
    {
        await using var app = await NodeHttpApp.StartAsync();

        Assert.Equal(
            HttpStatusCode.OK, (await app.GetAsync("/secret", ("Host", host), ("Origin", origin), ("Sec-Fetch-Site", "same-origin"))).Status);
    }

    [Fact]
    public async Task Health_is_open_under_any_name_and_tells_the_reason_only_under_its_own()
    {
        await using var app = await NodeHttpApp.StartAsync();

        Assert.Equal((HttpStatusCode.OK, "live\n"), await app.GetAsync("/health/live", ("Host", "rebound.example")));
        Assert.Equal((HttpStatusCode.ServiceUnavailable, "not ready\n"), await app.GetAsync("/health/ready", ("Host", "rebound.example")));
        Assert.Equal((HttpStatusCode.ServiceUnavailable, "not ready\n"), await app.GetAsync("/health/ready", ("Origin", "http://rebound.example")));
        Assert.Equal((HttpStatusCode.ServiceUnavailable, $"{NodeHttpApp.Reason}\n"), await app.GetAsync("/health/ready"));
    }

    [Theory]
    [InlineData("/secret")]
    [InlineData("/nothing")]
    [InlineData("/health/ready")]
    [InlineData("/broken")]
    public async Task Every_answer_has_the_headers_that_keep_browsers_from_using_it(string path)
    {
        await using var app = await NodeHttpApp.StartAsync();

        using var answer = await app.Http.GetAsync(new Uri(path, UriKind.Relative));

        (string Name, string Value)[] expected =
        [
            ("X-Content-Type-Options", "nosniff"),
            ("Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'"),
            ("Referrer-Policy", "no-referrer"),
            ("Cache-Control", "no-store"),
        ];
        Assert.All(expected, header => Assert.Equal([header.Value], answer.Headers.GetValues(header.Name)));
        Assert.False(answer.Headers.Contains("Server"));
    }

    [Fact]
    public async Task Failure_tells_the_caller_no_types_and_no_paths_and_the_log_everything()
    {
        await using var app = await NodeHttpApp.StartAsync();

        var (status, text) = await app.GetAsync("/broken");

        Assert.Equal(HttpStatusCode.InternalServerError, status);
        Assert.StartsWith("The node could not answer request ", text, StringComparison.Ordinal);
        Assert.DoesNotContain("Coordinator.", text, StringComparison.Ordinal);
        Assert.DoesNotContain("/etc", text, StringComparison.Ordinal);
        Assert.Contains(app.Logs.Entries, entry => entry.Exception is InvalidOperationException);
    }

    [Theory]
    [InlineData("text/plain")]
    [InlineData("application/x-www-form-urlencoded")]
    [InlineData("application/merge-patch+json")]
    [InlineData("application/json; charset=utf-16")]
    [InlineData(null)]
    public async Task Body_that_is_not_JSON_is_refused(string? contentType)
    {
        await using var app = await NodeHttpApp.StartAsync();
        using var body = new ByteArrayContent("{}"u8.ToArray());
        if (contentType is not null)
            body.Headers.TryAddWithoutValidation("Content-Type", contentType);

        using var answer = await app.Http.PostAsync(new Uri("/secret", UriKind.Relative), body);

        Assert.Equal(HttpStatusCode.UnsupportedMediaType, answer.StatusCode);
        Assert.Equal($"Content-Type must be application/json in UTF-8, but is '{contentType}'.", await NodeHttpApp.TextOfAsync(answer));
    }

    [Fact]
    public async Task Compressed_body_is_refused()
    {
        await using var app = await NodeHttpApp.StartAsync();
        using var body = new StringContent("{}", Encoding.UTF8, "application/json");
        body.Headers.ContentEncoding.Add("gzip");

        using var answer = await app.Http.PostAsync(new Uri("/secret", UriKind.Relative), body);

        Assert.Equal(HttpStatusCode.UnsupportedMediaType, answer.StatusCode);
    }

    [Fact]
    public async Task Body_of_64_KiB_is_accepted_and_one_byte_more_is_refused()
    {
        await using var app = await NodeHttpApp.StartAsync();
        using var largest = new StringContent(new string(' ', 65_536), Encoding.UTF8, "application/json");
        using var larger = new StringContent(new string(' ', 65_537), Encoding.UTF8, "application/json");

        Assert.Equal(HttpStatusCode.OK, (await app.Http.PostAsync(new Uri("/secret", UriKind.Relative), largest)).StatusCode);
        using var answer = await app.Http.PostAsync(new Uri("/secret", UriKind.Relative), larger);

        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, answer.StatusCode);
        Assert.Equal("The body must have at most 65536 bytes, but has 65537.", await NodeHttpApp.TextOfAsync(answer));
    }

    [Fact]
    public async Task Address_with_too_many_connections_gets_no_further_one_until_it_closes_one()
    {
        await using var app = await NodeHttpApp.StartAsync();
        var connections = new List<Socket>();
        for (var number = 0; number < ConnectionLimit.PerAddress; number++)
        {
            connections.Add(await ConnectAsync(app));
            Assert.True(await AnswersAsync(connections[^1]));
        }

        Assert.False(await TryOnceAsync(app));

        connections.ForEach(connection => connection.Dispose());
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        while (!await TryOnceAsync(app))
            limit.Token.ThrowIfCancellationRequested();
    }

    [Fact]
    public async Task Connections_headers_and_slow_bodies_are_limited()
    {
        await using var app = await NodeHttpApp.StartAsync();

        var limits = app.Services.GetRequiredService<IOptions<KestrelServerOptions>>().Value.Limits;

        Assert.Equal(512, limits.MaxConcurrentConnections);
        Assert.Equal(TimeSpan.FromSeconds(10), limits.RequestHeadersTimeout);
        Assert.Equal(16_384, limits.MaxRequestHeadersTotalSize);
        Assert.Equal(65_536, limits.MaxRequestBodySize);
        Assert.Equal(1_024, limits.MinRequestBodyDataRate!.BytesPerSecond);
    }

    private static async Task<Socket> ConnectAsync(NodeHttpApp app)
    {
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
        await socket.ConnectAsync(IPAddress.Loopback, app.Http.BaseAddress!.Port);
        return socket;
    }

    private static async Task<bool> TryOnceAsync(NodeHttpApp app)
    {
        try
        {
            using var socket = await ConnectAsync(app);
            return await AnswersAsync(socket);
        }
        catch (SocketException)
        {
            // The node may reset the connection before this side has noticed that it is open.
            return false;
        }
    }

    private static async Task<bool> AnswersAsync(Socket socket)
    {
        try
        {
            await socket.SendAsync("GET /health/live HTTP/1.1\r\nHost: localhost\r\n\r\n"u8.ToArray());
            return await socket.ReceiveAsync(new byte[1]) == 1;
        }
        catch (SocketException)
        {
            return false;
        }
    }
}

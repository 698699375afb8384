using System.Net;
using Coordinator.Hosting.Http.Access;
using Coordinator.Hosting.Options;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.Extensions.Logging;

namespace Coordinator.Tests.Hosting.Http.Access;

/// <summary>Tests over real HTTP who may use administration, metrics and the reasons of health.</summary>
public sealed class TokenSpec : IDisposable
{
    private const string Token = "0123456789abcdef0123456789abcdef";
    private const int FreeTokens = 3;
    private const string Other = "fedcba9876543210fedcba9876543210";

    private readonly TempDirectory _temp = new();
    private readonly ManualTime _time = new();

    private string TokenFile => _temp.File("token");

    [Fact]
    public async Task Loopback_needs_no_token_without_a_token_file()
    {
        await using var app = await NodeHttpApp.StartAsync();

        Assert.Equal(HttpStatusCode.OK, (await app.GetAsync("/secret")).Status);
    }

    [Fact]
    public async Task Node_makes_no_keys_in_the_home_directory()
    {
        await using var app = await NodeHttpApp.StartAsync();

        Assert.Null(app.Services.GetService(typeof(IDataProtectionProvider)));
    }

    [Fact]
    public async Task Loopback_needs_the_token_of_the_token_file()
    {
        await using var app = await StartAsync(new HttpOptions());

        using var answer = await app.Http.GetAsync(new Uri("/secret", UriKind.Relative));
        Assert.Equal(HttpStatusCode.Unauthorized, answer.StatusCode);
        Assert.Equal("Bearer", answer.Headers.WwwAuthenticate.ToString());
        Assert.Contains("http.tokenFile", await NodeHttpApp.TextOfAsync(answer), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.Unauthorized, (await app.GetAsync("/secret", Bearer(Other))).Status);
        Assert.Equal(HttpStatusCode.Unauthorized, (await app.GetAsync("/secret", ("Authorization", $"Basic {Token}"))).Status);
        Assert.Equal((HttpStatusCode.OK, "a secret"), await app.GetAsync("/secret", Bearer(Token)));
    }

    [Fact]
    public async Task Other_machines_are_refused_even_with_the_token_unless_they_are_allowed()
    {
        await using var app = await StartAsync(new HttpOptions(), NodeHttpApp.Elsewhere);

        var (status, text) = await app.GetAsync("/secret", Bearer(Token));

        Assert.Equal(HttpStatusCode.Forbidden, status);
        Assert.Contains("Set http.allowRemoteAdministration", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Other_machines_need_the_token_when_they_are_allowed()
    {
        await using var app = await StartAsync(new HttpOptions { AllowRemoteAdministration = true }, NodeHttpApp.Elsewhere);

        Assert.Equal(HttpStatusCode.Unauthorized, (await app.GetAsync("/secret")).Status);
        Assert.Equal(HttpStatusCode.Unauthorized, (await app.GetAsync("/nothing")).Status);
        Assert.Equal(HttpStatusCode.OK, (await app.GetAsync("/secret", Bearer(Token))).Status);
    }

    [Fact]
    public async Task Other_machines_learn_the_reason_of_health_with_the_token_only()
    {
        await using var app = await StartAsync(new HttpOptions(), NodeHttpApp.Elsewhere);

        Assert.Equal((HttpStatusCode.OK, "live\n"), await app.GetAsync("/health/live"));
        Assert.Equal((HttpStatusCode.ServiceUnavailable, "not ready\n"), await app.GetAsync("/health/ready"));
        Assert.Equal((HttpStatusCode.ServiceUnavailable, "not ready\n"), await app.GetAsync("/health/ready", Bearer(Other)));
        Assert.Equal((HttpStatusCode.ServiceUnavailable, $"{NodeHttpApp.Reason}\n"), await app.GetAsync("/health/ready", Bearer(Token)));
    }

    [Fact]
    public async Task Metrics_need_the_token_beyond_loopback_only()
    {
        await using var here = await StartAsync(new HttpOptions { Metrics = true });
        await using var elsewhere = await StartAsync(new HttpOptions { Metrics = true }, NodeHttpApp.Elsewhere);

        Assert.Equal(HttpStatusCode.OK, (await here.GetAsync("/metrics")).Status);
        Assert.Equal(HttpStatusCode.Unauthorized, (await elsewhere.GetAsync("/metrics")).Status);
        Assert.Equal(HttpStatusCode.OK, (await elsewhere.GetAsync("/metrics", Bearer(Token))).Status);
    }

    [Fact]
    public async Task Metrics_without_a_token_file_are_for_loopback_unless_they_are_open()
    {
        await using var closed = await NodeHttpApp.StartAsync(new HttpOptions { Metrics = true }, NodeHttpApp.Elsewhere);
        await using var open = await NodeHttpApp.StartAsync(new HttpOptions { Metrics = true, OpenMetrics = true }, NodeHttpApp.Elsewhere);

        var (status, text) = await closed.GetAsync("/metrics");

        Assert.Equal(HttpStatusCode.Forbidden, status);
        Assert.Contains("http.openMetrics", text, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.OK, (await open.GetAsync("/metrics")).Status);
        Assert.Equal(HttpStatusCode.Forbidden, (await open.GetAsync("/secret")).Status);
    }

    [Fact]
    public async Task Token_counts_when_the_file_has_it_and_no_longer_when_it_has_another()
    {
        await using var app = await StartAsync(new HttpOptions());
        Assert.Equal(HttpStatusCode.OK, (await app.GetAsync("/secret", Bearer(Token))).Status);

        ReplaceAsKubernetesDoes(Other);
        _time.Advance(Coordinator.Hosting.Http.Access.TokenFile.ReadInterval);

        Assert.Equal(HttpStatusCode.Unauthorized, (await app.GetAsync("/secret", Bearer(Token))).Status);
        Assert.Equal(HttpStatusCode.OK, (await app.GetAsync("/secret", Bearer(Other))).Status);
    }

    [Fact]
    public async Task Nobody_is_let_in_while_the_file_has_no_token_and_that_is_logged_once()
    {
        await using var app = await StartAsync(new HttpOptions());
        Assert.Equal(HttpStatusCode.OK, (await app.GetAsync("/secret", Bearer(Token))).Status);

        await File.WriteAllTextAsync(TokenFile, "");
        for (var read = 0; read < 2; read++)
        {
            _time.Advance(Coordinator.Hosting.Http.Access.TokenFile.ReadInterval);
            Assert.Equal(HttpStatusCode.Unauthorized, (await app.GetAsync("/secret", Bearer(Token))).Status);
        }

        Assert.Single(app.Logs.Entries, entry => entry.Message.Contains(
            $"http.tokenFile must hold a token of at least 32 characters, but {TokenFile} has 0. Nobody is let in", StringComparison.Ordinal));
        await File.WriteAllTextAsync(TokenFile, Token);
        _time.Advance(TimeSpan.FromMinutes(1));
        Assert.Equal(HttpStatusCode.OK, (await app.GetAsync("/secret", Bearer(Token))).Status);
    }

    [Fact]
    public async Task Address_must_wait_longer_and_longer_after_wrong_tokens_even_with_the_right_one()
    {
        await using var app = await StartAsync(new HttpOptions());
        for (var wrong = 0; wrong < FreeTokens; wrong++)
            Assert.Equal(HttpStatusCode.Unauthorized, (await app.GetAsync("/secret", Bearer(Other))).Status);

        using var request = new HttpRequestMessage(HttpMethod.Get, "/secret");
        request.Headers.Authorization = new("Bearer", Token);
        using var refused = await app.Http.SendAsync(request);
        Assert.Equal(HttpStatusCode.TooManyRequests, refused.StatusCode);
        Assert.Equal("1", refused.Headers.RetryAfter!.ToString());
        _time.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(HttpStatusCode.Unauthorized, (await app.GetAsync("/secret", Bearer(Other))).Status);
        _time.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(HttpStatusCode.TooManyRequests, (await app.GetAsync("/secret", Bearer(Token))).Status);
        _time.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(HttpStatusCode.OK, (await app.GetAsync("/secret", Bearer(Token))).Status);
    }

    [Fact]
    public async Task Health_stays_open_for_an_address_that_must_wait()
    {
        await using var app = await StartAsync(new HttpOptions());
        for (var wrong = 0; wrong < FreeTokens; wrong++)
            await app.GetAsync("/secret", Bearer(Other));

        Assert.Equal(HttpStatusCode.OK, (await app.GetAsync("/health/live", Bearer(Other))).Status);
        Assert.Equal(HttpStatusCode.TooManyRequests, (await app.GetAsync("/secret", Bearer(Other))).Status);
    }

    [Fact]
    public async Task Wrong_tokens_and_refusals_are_counted_and_warned_about_at_a_limited_rate()
    {
        using var metrics = new CountedMetrics("coordinator.http.");
        await using var app = await StartAsync(new HttpOptions(), IPAddress.Parse("203.0.113.99"));
        for (var wrong = 0; wrong < FreeTokens; wrong++)
            await app.GetAsync("/secret", Bearer(Other));
        _time.Advance(TimeSpan.FromSeconds(10));
        await app.GetAsync("/secret", Bearer(Other));

        Assert.True(metrics.Of("coordinator.http.wrong_tokens") >= 4);
        Assert.True(metrics.Of("coordinator.http.refused", "remote") >= 4);
        Assert.Equal(
            [
                (LogLevel.Warning, "A request over HTTP from 203.0.113.99 had a wrong token (0 more since the last such line)."),
                (LogLevel.Warning, "A request over HTTP from 203.0.113.99 had a wrong token (2 more since the last such line)."),
            ],
            app.Logs.Entries.Where(entry => entry.Category == typeof(WrongTokens).FullName).Select(entry => (entry.Level, entry.Message)));
        Assert.DoesNotContain(app.Logs.Entries, entry => entry.Message.Contains(Other, StringComparison.Ordinal));
    }

    public void Dispose() => _temp.Dispose();

    private static (string Name, string Value) Bearer(string token) => ("Authorization", $"Bearer {token}");

    private async Task<NodeHttpApp> StartAsync(HttpOptions options, IPAddress? from = null)
    {
        await File.WriteAllTextAsync(TokenFile, $"{Token}\n");
        options.TokenFile = TokenFile;
        return await NodeHttpApp.StartAsync(options, from, _time);
    }

    // A link to a directory of the next version takes the place of the link before.
    private void ReplaceAsKubernetesDoes(string token)
    {
        var next = Directory.CreateDirectory(_temp.File("..next")).FullName;
        File.WriteAllText(Path.Combine(next, "token"), token);
        File.CreateSymbolicLink(_temp.File("link"), Path.Combine(next, "token"));
        File.Move(_temp.File("link"), TokenFile, overwrite: true);
    }
}

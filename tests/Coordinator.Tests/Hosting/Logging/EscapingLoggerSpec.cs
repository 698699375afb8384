using Coordinator.Hosting.Logging;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Coordinator.Tests.Hosting.Logging;

public sealed class EscapingLoggerSpec : IDisposable
{
    private const string Forged = "orders\r\n2026-01-01T00:00:00.000Z fail: Forged[0] all lost\u001B[2J\u202E";
    private const string Escaped = @"orders\r\n2026-01-01T00:00:00.000Z fail: Forged[0] all lost\u001B[2J\u202E";

    private readonly RecordingLogs _logs = new();
    private readonly ServiceProvider _services;
    private readonly ILogger _logger;

    public EscapingLoggerSpec()
    {
        var services = new ServiceCollection();
        services.AddLogging(logging =>
        {
            logging.AddNodeLogging(new ConfigurationBuilder().Build());
            logging.AddProvider(_logs);
        });
        _services = services.BuildServiceProvider();
        _logger = _services.GetRequiredService<ILogger<EscapingLoggerSpec>>();
    }

    [Fact]
    public void Message_and_its_values_are_escaped_for_every_provider()
    {
        _logger.LogWarning("Participant {Participant} waits {Seconds}.", new Name(Forged), 5);

        var entry = Assert.Single(_logs.Entries);
        Assert.Equal($"Participant {Escaped} waits 5.", entry.Message);
        Assert.Equal(Escaped, entry.Values["Participant"]);
        Assert.Equal(5, entry.Values["Seconds"]);
    }

    [Fact]
    public void Message_without_control_characters_keeps_its_values()
    {
        var name = new Name("orders");

        _logger.LogWarning("Participant {Participant} waits.", name);

        var entry = Assert.Single(_logs.Entries);
        Assert.Equal("Participant orders waits.", entry.Message);
        Assert.Same(name, entry.Values["Participant"]);
    }

    [Fact]
    public void Exception_keeps_its_lines_and_its_messages_forge_none()
    {
        _logger.LogWarning(Thrown(new InvalidOperationException("outer", new IOException(Forged))), "It failed.");

        var shown = Assert.Single(_logs.Entries).Exception!;
        var lines = shown.ToString().Split(Environment.NewLine);
        Assert.StartsWith("System.InvalidOperationException: outer", lines[0], StringComparison.Ordinal);
        Assert.Contains(lines, line => line.StartsWith("   at Coordinator.Tests.", StringComparison.Ordinal));
        Assert.All(lines.Skip(1), line => Assert.StartsWith(" ", line, StringComparison.Ordinal));
        Assert.DoesNotContain('\u001B', shown.ToString());
        Assert.Equal(Escaped, shown.InnerException!.Message);
    }

    [Fact]
    public void Exception_without_control_characters_stays_itself()
    {
        var failure = Thrown(new InvalidOperationException("outer", new IOException("inner")));

        _logger.LogWarning(failure, "It failed.");

        Assert.Same(failure, Assert.Single(_logs.Entries).Exception);
    }

    [Fact]
    public void Scope_is_escaped()
    {
        using (_logger.BeginScope(new Dictionary<string, object?> { ["Path"] = Forged }))
        using (_logger.BeginScope(Forged))
            _logger.LogWarning("It failed.");

        Assert.Equal([$"Path={Escaped}", Escaped], _logs.Scopes);
    }

    public void Dispose() => _services.Dispose();

    private static InvalidOperationException Thrown(InvalidOperationException failure)
    {
        try
        {
            throw failure;
        }
        catch (InvalidOperationException thrown)
        {
            return thrown;
        }
    }

    private sealed class Name(string text)
    {
        public override string ToString() => text;
    }
}

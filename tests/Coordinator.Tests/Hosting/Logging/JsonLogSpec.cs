using System.Text.Json;
using Coordinator.Harness;
using Coordinator.Harness.Processes;

namespace Coordinator.Tests.Hosting.Logging;

/// <summary>Chooses the format of the log as every program of .NET allows it.</summary>
public sealed class JsonLogSpec : IDisposable
{
    // 198.51.100.0/24 is reserved for documents: nothing answers there.
    private const string Nowhere = "Host=198.51.100.1;Timeout=1";

    private readonly TempDirectory _temp = new();

    [Fact]
    public async Task Every_line_is_JSON_when_the_environment_asks_for_it()
    {
        await using var node = Start("json");
        Assert.Equal(3, await node.ExitAsync());

        var lines = node.Output.Split(Environment.NewLine).Select(line => JsonDocument.Parse(line).RootElement).ToList();

        var warning = Assert.Single(lines, line => Text(line, "Category") == "Coordinator.Start");
        Assert.Equal("Warning", Text(warning, "LogLevel"));
        Assert.Contains("uses SSL Mode=Prefer", Text(warning, "Message"), StringComparison.Ordinal);
        Assert.True(warning.GetProperty("Timestamp").TryGetDateTimeOffset(out _), Text(warning, "Timestamp"));
        Assert.Equal(("Coordinator.End", "Critical"), (Text(lines[^1], "Category"), Text(lines[^1], "LogLevel")));
        Assert.Contains("cannot be used", Text(lines[^1], "Message"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Lines_are_for_people_by_default()
    {
        await using var node = Start(formatter: null);
        Assert.Equal(3, await node.ExitAsync());

        var lines = node.Output.Split(Environment.NewLine);

        Assert.Contains(lines, line => line.Contains("Z warn: Coordinator.Start[1] The connection to PostgreSQL on 198.51.100.1", StringComparison.Ordinal));
        Assert.StartsWith("The database PostgreSQL 198.51.100.1", lines[^1], StringComparison.Ordinal);
    }

    public void Dispose() => _temp.Dispose();

    private static string? Text(JsonElement line, string property) => line.GetProperty(property).GetString();

    private CoordinatorProcess Start(string? formatter) => CoordinatorProcess.Start(
        CoordinatorCommand.In(_temp.File("data"), "--postgres", Nowhere, "--postgresTimeout", "0s") with
        {
            Prepare = start => start.Environment["Logging__Console__FormatterName"] = formatter,
            // Standard output is for the process that started the node.
            Process = new ChildProcessOptions { KeepsStandardOutput = false },
        });
}

using System.Net;
using System.Net.Sockets;
using Coordinator.Harness;
using Coordinator.Harness.Postgres;
using Coordinator.Harness.Processes;
using Coordinator.Persistence;
using Coordinator.Testing;

namespace Coordinator.Tests.Hosting;

public sealed class CoordinatorProcessSpec : IDisposable
{
    private readonly TempDirectory _temp = new();

    [Fact]
    public async Task Node_starts_says_where_it_is_and_stops_cleanly()
    {
        await using var node = CoordinatorProcess.Start(CoordinatorCommand.In(_temp.File("data")));
        var ready = await node.ReadyAsync();
        using var http = new HttpClient { BaseAddress = ready.Http };

        Assert.Equal(HttpStatusCode.OK, (await http.GetAsync("/health/live")).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await http.GetAsync("/health/ready")).StatusCode);
        Assert.Equal(node.Id, ready.Pid);
        Assert.StartsWith("127.0.0.1:", ready.ContactPoint, StringComparison.Ordinal);
        Assert.True(File.Exists(_temp.File("data/coordinator.db")));
        node.Terminate();
        Assert.Equal(0, await node.ExitAsync());
        Assert.False(File.Exists(_temp.File("data/coordinator.json")));
    }

    [Fact]
    public async Task Node_with_a_token_file_serves_administration_to_who_has_the_token()
    {
        const string Token = "0123456789abcdef0123456789abcdef";
        await File.WriteAllTextAsync(_temp.File("token"), Token);
        await using var node = CoordinatorProcess.Start(CoordinatorCommand.In(_temp.File("data"), "--http.tokenFile", _temp.File("token")));
        using var http = new HttpClient { BaseAddress = (await node.ReadyAsync()).Http };

        Assert.Equal(HttpStatusCode.OK, (await http.GetAsync("/health/ready")).StatusCode);
        Assert.Equal(HttpStatusCode.Unauthorized, (await http.GetAsync("/sessions")).StatusCode);
        http.DefaultRequestHeaders.Authorization = new("Bearer", Token);
        Assert.Equal(HttpStatusCode.OK, (await http.GetAsync("/sessions")).StatusCode);
        http.DefaultRequestHeaders.Host = "rebound.example";
        Assert.Equal(HttpStatusCode.MisdirectedRequest, (await http.GetAsync("/sessions")).StatusCode);
        Assert.DoesNotContain(Token, node.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Second_node_on_the_same_directory_is_refused_until_the_first_is_killed()
    {
        await using var first = CoordinatorProcess.Start(CoordinatorCommand.In(_temp.File("data")));
        await first.ReadyAsync();

        await using var second = CoordinatorProcess.Start(CoordinatorCommand.In(_temp.File("data")));
        var exitCode = await second.ExitAsync();
        Assert.Equal(3, exitCode);
        Assert.Contains($"in use by another coordinator (process {first.Id})", second.Output, StringComparison.Ordinal);

        await first.KillAsync();
        await using var third = CoordinatorProcess.Start(CoordinatorCommand.In(_temp.File("data")));
        await third.ReadyAsync();
    }

    [PostgresFact]
    public async Task Node_keeps_its_journal_in_PostgreSQL_when_told_so()
    {
        await using var postgres = await PostgresServer.CreateDatabaseAsync();
        await File.WriteAllTextAsync(_temp.File("connection"), postgres.ConnectionString);

        await using var node = CoordinatorProcess.Start(
            "--remoting.port=0", "--http.port=0", "--dataDirectory", _temp.File("data"), "--postgresFile", _temp.File("connection"));

        await node.ReadyAsync();
        Assert.False(File.Exists(_temp.File("data/coordinator.db")));
        node.Terminate();
        Assert.Equal(0, await node.ExitAsync());
    }

    [PostgresFact]
    public async Task Node_of_a_cluster_leaves_the_schema_to_who_rules_the_database()
    {
        await using var postgres = await PostgresServer.CreateDatabaseAsync();
        await using var node = CoordinatorProcess.Start(
            "--remoting.port=0", "--nodes.port=0", "--http.port=0", "--dataDirectory", _temp.File("data"),
            "--postgres", postgres.ConnectionString, "--cluster.seeds", "127.0.0.1:4054");
        var exitCode = await node.ExitAsync();
        Assert.Equal(3, exitCode);
        Assert.Contains("schema apply", node.Output, StringComparison.Ordinal);

        await using var apply = CoordinatorProcess.Start("schema", "apply", "--postgres", postgres.ConnectionString);
        Assert.Equal(0, await apply.ExitAsync());
        Assert.Contains($"upgraded the schema from version 0 to {SchemaVersions.Latest}", apply.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("The command schema needs one of: apply, print.")]
    [InlineData("Unknown command 'drop'. Commands: apply, print.", "drop")]
    public async Task Schema_command_says_what_it_can_do(string said, params string[] verb)
    {
        await using var schema = CoordinatorProcess.Start(["schema", .. verb]);

        var exitCode = await schema.ExitAsync();
        Assert.Equal(2, exitCode);
        Assert.Contains(said, schema.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Port_in_use_is_said_in_one_sentence()
    {
        using var taken = new TcpListener(IPAddress.Loopback, 0);
        taken.Start();
        var port = ((IPEndPoint)taken.LocalEndpoint).Port;

        await using var node = CoordinatorProcess.Start("--dataDirectory", _temp.File("data"), "--remoting.port", $"{port}");

        var exitCode = await node.ExitAsync();
        Assert.Equal(4, exitCode);
        Assert.Contains($"remoting.port {port} is in use", node.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Directory_that_cannot_be_written_is_said_in_one_sentence()
    {
        await File.WriteAllTextAsync(_temp.File("file"), "");

        await using var node = CoordinatorProcess.Start(CoordinatorCommand.In(_temp.File("file/data")));

        var exitCode = await node.ExitAsync();
        Assert.Equal(3, exitCode);
        Assert.Contains("cannot be written", node.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Open_directory_and_unverified_database_are_warned_about_once_each()
    {
        if (OperatingSystem.IsWindows())
            return;
        Directory.CreateDirectory(_temp.File("data"), (UnixFileMode)0b111_101_101);

        // 198.51.100.0/24 is reserved for documents: nothing answers there.
        await using var node = CoordinatorProcess.Start(CoordinatorCommand.In(
            _temp.File("data"), "--postgres", "Host=198.51.100.1;Timeout=1", "--postgresTimeout", "0s"));

        Assert.Equal(3, await node.ExitAsync());
        Assert.Single(node.Output.Split('\n'), line => line.Contains("warn: Coordinator.Start", StringComparison.Ordinal)
            && line.Contains("Other users had access to", StringComparison.Ordinal));
        Assert.Single(node.Output.Split('\n'), line => line.Contains("warn: Coordinator.Start", StringComparison.Ordinal)
            && line.Contains("PostgreSQL on 198.51.100.1 uses SSL Mode=Prefer", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Bad_options_are_listed_and_nothing_is_started()
    {
        await using var node = CoordinatorProcess.Start("--transactionTimeot", "10s", "--transactionCheckMax", "0");

        var exitCode = await node.ExitAsync();
        Assert.Equal(2, exitCode);
        Assert.Contains("Did you mean --transactionTimeout?", node.Output, StringComparison.Ordinal);
        Assert.Contains("transactionCheckMax must be between 1 and 1000, but is 0.", node.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--help", "--transactionTimeout (default 10s; 100ms to 1d)")]
    [InlineData("--version", "0.1.0")]
    public async Task Help_and_version_are_printed(string argument, string text)
    {
        await using var node = CoordinatorProcess.Start(argument);

        var exitCode = await node.ExitAsync();
        Assert.Equal(0, exitCode);
        Assert.Contains(text, node.Output, StringComparison.Ordinal);
    }

    public void Dispose() => _temp.Dispose();
}

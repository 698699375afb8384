using System.Globalization;
using System.Text.RegularExpressions;
using Coordinator.Contracts;
using Coordinator.EndToEnd.Tests.Participants;
using Coordinator.EndToEnd.Tests.Processes;
using Coordinator.Harness.Postgres;
using Coordinator.Harness.Processes;
using Coordinator.Harness.Waiting;
using Coordinator.Testing;
using Npgsql;

namespace Coordinator.EndToEnd.Tests;

/// <summary>Runs a node as a user of PostgreSQL that has the rights of docs/operations.md and no others.</summary>
public sealed partial class DatabaseRightsSpec : IAsyncLifetime
{
    private const string User = "coordinator_node";
    private const string Password = "only-for-this-test";

    private readonly PostgresDatabaseFixture _postgres = new();

    public async Task InitializeAsync()
    {
        await _postgres.InitializeAsync();
        if (PostgresServer.ReasonToSkip is not null)
            return;
        await CoordinatorProcess.ApplySchemaAsync(_postgres.Database.ConnectionString);
        await SqlAsync($"CREATE ROLE {User} LOGIN PASSWORD '{Password}'");
        await SqlAsync(Grants().Match(await File.ReadAllTextAsync(DocumentsSpec.PathOf("docs/operations.md"))).Groups["sql"].Value);
    }

    public async Task DisposeAsync()
    {
        if (PostgresServer.ReasonToSkip is null)
        {
            await SqlAsync($"DROP OWNED BY {User}");
            await SqlAsync($"DROP ROLE {User}");
        }

        await _postgres.DisposeAsync();
    }

    [PostgresFact]
    public async Task Documented_rights_are_enough_for_a_node_that_works_and_is_started_again()
    {
        var port = string.Create(CultureInfo.InvariantCulture, $"{FreePorts.Take(1)[0]}");
        var connection = new NpgsqlConnectionStringBuilder(_postgres.Database.ConnectionString) { Username = User, Password = Password };
        await using var node = await TestCoordinator.StartAsync(
            "--postgres", connection.ConnectionString, "--nodes.port", port, "--cluster.seeds", $"127.0.0.1:{port}");
        var log = new ArrivalLog();
        await using var consumer = await node.ConsumerAsync("shipping", log);
        await using var producer = await node.ProducerAsync();

        await SendAsync("before");
        node.Terminate();
        Assert.Equal(0, await node.ExitAsync(Eventually.Bound));
        await node.StartAgainAsync();
        await SendAsync("after");

        Assert.Equal(200, (await node.ReadinessAsync()).Status);
        Assert.DoesNotContain("permission denied", await File.ReadAllTextAsync(node.LogFile), StringComparison.Ordinal);

        async Task SendAsync(string id)
        {
            var transaction = new TransactionId(id);
            Assert.True((await producer.SendAsync(transaction, DoomedParticipant.Message(transaction))).Confirmed);
            await Eventually.TrueAsync(() => log.Of(transaction).Count > 0, "its message arrives");
        }
    }

    private Task SqlAsync(string sql) => PostgresCommand.ExecuteAsync(_postgres.Database.ConnectionString, sql);

    [GeneratedRegex(@"```sql\n(?<sql>GRANT[^`]+)```")]
    private static partial Regex Grants();
}

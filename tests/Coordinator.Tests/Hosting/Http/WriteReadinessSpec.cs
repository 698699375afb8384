using Coordinator.Harness;
using Coordinator.Harness.Node;
using Coordinator.Harness.Waiting;
using Coordinator.Hosting.Http;
using Coordinator.Hosting.Options;
using Coordinator.Persistence;
using Coordinator.Testing;
using Npgsql;

namespace Coordinator.Tests.Hosting.Http;

/// <summary>A node whose database can be read but stores nothing is not ready, and is ready again when the cause has gone.</summary>
[Trait("attack", "L11")]
public sealed class WriteReadinessSpec
{
    [Fact]
    public async Task SQLite_that_stores_nothing()
    {
        using var temp = new TempDirectory();
        var database = Database.Sqlite(temp.File("journal.db"));
        await FollowsAsync(
            database,
            () => ExecuteAsync(database, "ALTER TABLE snapshot RENAME TO away"),
            () => ExecuteAsync(database, "ALTER TABLE away RENAME TO snapshot"));
    }

    [PostgresFact]
    public async Task PostgreSQL_that_is_read_only()
    {
        await using var postgres = await PostgresServer.CreateDatabaseAsync();
        var database = Database.PostgreSql(postgres.ConnectionString);
        var name = new NpgsqlConnectionStringBuilder(postgres.ConnectionString).Database;
        await FollowsAsync(database, () => SetReadOnlyAsync("on"), () => SetReadOnlyAsync("off"));

        // The setting counts for new sessions, so the present ones are ended.
        async Task SetReadOnlyAsync(string value)
        {
            await using var connection = new NpgsqlConnection(postgres.ConnectionString + ";Pooling=false");
            await connection.OpenAsync();
            string[] statements =
            [
                "SET default_transaction_read_only = off",
                $"ALTER DATABASE \"{name}\" SET default_transaction_read_only = {value}",
                $"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '{name}' AND pid <> pg_backend_pid()",
            ];
            foreach (var statement in statements)
            {
                await using var command = connection.CreateCommand();
                command.CommandText = statement;
                await command.ExecuteNonQueryAsync();
            }
        }
    }

    private static async Task FollowsAsync(Database database, Func<Task> breakAsync, Func<Task> mendAsync)
    {
        var options = new CoordinatorOptions();
        options.Remoting.Port = 0;
        await using var node = await InProcessNode.StartAsync(database, options);
        var readiness = new Readiness(node.State, database, node.System);
        Assert.Null(await readiness.ProblemAsync(CancellationToken.None));

        await breakAsync();
        await Eventually.TrueAsync(async () => await readiness.ProblemAsync(CancellationToken.None) is not null, () => "the node is not ready");
        await mendAsync();
        await Eventually.TrueAsync(async () => await readiness.ProblemAsync(CancellationToken.None) is null, () => "the node is ready again");
    }

    private static async Task ExecuteAsync(Database database, string sql)
    {
        await using var connection = await database.OpenAsync(CancellationToken.None);
        await using var command = connection.CreateCommand();
        command.CommandText = sql;
        await command.ExecuteNonQueryAsync();
    }
}

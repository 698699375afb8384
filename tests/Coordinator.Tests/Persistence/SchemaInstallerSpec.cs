using System.Globalization;
using Akka.Actor;
using Akka.Configuration;
using Akka.Persistence;
using Coordinator.Harness;
using Coordinator.Harness.Postgres;
using Coordinator.Persistence;
using Coordinator.Testing;

namespace Coordinator.Tests.Persistence;

public sealed class SchemaInstallerSpec : IDisposable
{
    private readonly TempDirectory _temp = new();

    private static string Latest => SchemaVersions.Latest.ToString(CultureInfo.InvariantCulture);

    private Database Database => Database.Sqlite(_temp.File("coordinator.db"));

    [Fact]
    public async Task Installer_makes_a_fresh_database_in_write_ahead_mode()
    {
        await new SchemaInstaller(Database).InstallAsync();

        Assert.Equal("wal", await ScalarAsync("PRAGMA journal_mode"));
        Assert.Equal(Latest, await ScalarAsync("SELECT MAX(version) FROM coordinator_schema"));
    }

    [Fact]
    public async Task Every_connection_waits_for_the_disk()
    {
        await new SchemaInstaller(Database).InstallAsync();

        Assert.Equal("2", await ScalarAsync("PRAGMA synchronous"));
    }

    [Fact]
    public async Task Installer_leaves_a_database_of_this_release_alone()
    {
        await new SchemaInstaller(Database).InstallAsync();
        await ScalarAsync(
            "INSERT INTO journal (created, deleted, persistence_id, sequence_number, message) VALUES (1, 0, 'x', 1, x'00')");

        await new SchemaInstaller(Database).InstallAsync();

        Assert.Equal("1", await ScalarAsync("SELECT COUNT(*) FROM journal"));
    }

    [Fact]
    public async Task Installers_that_start_together_make_one_schema()
    {
        await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => new SchemaInstaller(Database).InstallAsync()));

        Assert.Equal(Latest, await ScalarAsync("SELECT COUNT(*) FROM coordinator_schema"));
    }

    [Fact]
    public async Task Installer_refuses_a_database_of_a_newer_release()
    {
        await new SchemaInstaller(Database).InstallAsync();
        await ScalarAsync("INSERT INTO coordinator_schema VALUES (99, 'later')");

        var refused = await Assert.ThrowsAsync<StorageException>(() => new SchemaInstaller(Database).InstallAsync());

        Assert.Contains("version 99", refused.Message, StringComparison.Ordinal);
        Assert.Contains($"up to {SchemaVersions.Latest}", refused.Message, StringComparison.Ordinal);
        Assert.Contains("coordinator.db", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Installer_refuses_a_file_that_is_no_database()
    {
        await File.WriteAllTextAsync(_temp.File("coordinator.db"), new string('x', 8192));

        var refused = await Assert.ThrowsAsync<StorageException>(() => new SchemaInstaller(Database).InstallAsync());

        Assert.Contains("cannot be used", refused.Message, StringComparison.Ordinal);
    }

    [PostgresFact]
    public async Task Installers_that_start_together_make_one_schema_on_PostgreSQL()
    {
        await using var postgres = await PostgresServer.CreateDatabaseAsync();
        var database = Database.PostgreSql(postgres.ConnectionString);

        await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => new SchemaInstaller(database).InstallAsync()));

        Assert.Equal("0", await ScalarAsync("SELECT COUNT(*) FROM journal", database));
        Assert.Equal("0", await ScalarAsync("SELECT COUNT(*) FROM snapshot", database));
        await ScalarAsync("INSERT INTO coordinator_schema VALUES (99, 'later')", database);
        await Assert.ThrowsAsync<StorageException>(() => new SchemaInstaller(database).InstallAsync());
    }

    [PostgresFact]
    public async Task Schema_that_is_required_is_not_made()
    {
        await using var postgres = await PostgresServer.CreateDatabaseAsync();
        var schema = new SchemaInstaller(Database.PostgreSql(postgres.ConnectionString));

        var refused = await Assert.ThrowsAsync<StorageException>(() => schema.RequireAsync());
        Assert.Contains("schema apply", refused.Message, StringComparison.Ordinal);

        Assert.Equal(0, await schema.InstallAsync());
        await schema.RequireAsync();
        Assert.Equal(SchemaVersions.Latest, await schema.InstallAsync());
    }

    [PostgresFact]
    public async Task Schema_that_is_printed_is_the_one_that_is_required()
    {
        await using var postgres = await PostgresServer.CreateDatabaseAsync();
        var database = Database.PostgreSql(postgres.ConnectionString);

        await ScalarAsync(SchemaVersions.ScriptFor(StorageEngine.PostgreSql), database);

        await new SchemaInstaller(database).RequireAsync();
        Assert.Equal("0", await ScalarAsync("SELECT COUNT(*) FROM journal", database));
    }

    [Fact]
    public async Task PostgreSQL_that_is_not_there_is_said_without_the_password()
    {
        var database = Database.PostgreSql("Host=127.0.0.1;Port=1;Username=u;Password=hidden;Database=d");

        var refused = await Assert.ThrowsAsync<StorageException>(() => new SchemaInstaller(database).InstallAsync());

        Assert.Contains("PostgreSQL 127.0.0.1:1/d", refused.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("hidden", refused.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("journal")]
    [InlineData("snapshot")]
    public async Task Tables_have_the_columns_that_Akka_Persistence_Sql_would_make(string table)
    {
        await new SchemaInstaller(Database).InstallAsync();
        var made = Database.Sqlite(_temp.File("made.db"));
        using (var system = ActorSystem.Create("made", Initializing(made)))
        {
            // Requesting the plugins starts them, and they create their tables.
            var persistence = Akka.Persistence.Persistence.Instance.Apply(system);
            persistence.JournalFor("akka.persistence.journal.sql");
            persistence.SnapshotStoreFor("akka.persistence.snapshot-store.sql");
            await PollAsync(() => ScalarAsync($"SELECT COUNT(*) FROM sqlite_master WHERE name = '{table}'", made), "1");
        }

        // A primary key that is an alias of the row's number is implicitly NOT NULL.
        var columns = $"""
            SELECT group_concat(name || ' ' || "notnull" || ' ' || pk, ', ')
            FROM (SELECT * FROM pragma_table_info('{table}') ORDER BY name)
            """;
        Assert.Equal(await ScalarAsync(columns, made), await ScalarAsync(columns));
    }

    public void Dispose()
    {
        Microsoft.Data.Sqlite.SqliteConnection.ClearAllPools();
        _temp.Dispose();
    }

    private static Config Initializing(Database database) => ConfigurationFactory
        .ParseString("akka.persistence { journal.sql.auto-initialize = on, snapshot-store.sql.auto-initialize = on }")
        .WithFallback(JournalConfig.Of(database, JournalKind.Stock));

    private static async Task PollAsync(Func<Task<string?>> value, string expected)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        while (await value() != expected)
            await Task.Delay(TimeSpan.FromMilliseconds(50), limit.Token);
    }

    private async Task<string?> ScalarAsync(string sql, Database? database = null)
    {
        await using var connection = await (database ?? Database).OpenAsync(CancellationToken.None);
        await using var command = connection.CreateCommand();
        command.CommandText = sql;
        return Convert.ToString(await command.ExecuteScalarAsync(), CultureInfo.InvariantCulture);
    }
}

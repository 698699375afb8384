using Coordinator.Harness;
using Coordinator.Harness.Postgres;
using Coordinator.Persistence;
using Coordinator.Testing;

namespace Coordinator.Tests.Persistence;

/// <summary>Tests which epoch the offsets of a database have.</summary>
public sealed class LogEpochSpec : IDisposable
{
    private readonly TempDirectory _temp = new();

    [Fact]
    public Task Epoch_is_the_installation_and_then_the_last_restore_on_Sqlite() => ReadsAsync(Database.Sqlite(_temp.File("coordinator.db")));

    [PostgresFact]
    public async Task Epoch_is_the_installation_and_then_the_last_restore_on_PostgreSQL()
    {
        await using var postgres = await PostgresServer.CreateDatabaseAsync();
        await ReadsAsync(Database.PostgreSql(postgres.ConnectionString));
    }

    [Theory]
    [InlineData("2026-03-01 12:00:00", 1_772_366_400_000)]
    [InlineData("2026-03-01 12:00:00+00", 1_772_366_400_000)]
    [InlineData("2026-03-01 12:00:00.123456+00", 1_772_366_400_123)]
    [InlineData("2026-03-01 17:30:00.5+05:30", 1_772_366_400_500)]
    public void Time_of_the_installation_is_read_as_the_database_wrote_it(string text, long epoch) =>
        Assert.Equal(epoch, LogEpoch.OfInstallation(text));

    [Fact]
    public void Time_that_cannot_be_read_is_named() =>
        Assert.Contains("'yesterday'", Assert.Throws<StorageException>(() => LogEpoch.OfInstallation("yesterday")).Message, StringComparison.Ordinal);

    public void Dispose() => _temp.Dispose();

    private static async Task ReadsAsync(Database database)
    {
        var before = TimeProvider.System.GetUtcNow().AddSeconds(-1).ToUnixTimeMilliseconds();
        await new SchemaInstaller(database).InstallAsync();
        var installed = await LogEpoch.ReadAsync(database, CancellationToken.None);
        Assert.InRange(installed, before, TimeProvider.System.GetUtcNow().ToUnixTimeMilliseconds());
        Assert.Equal(installed, await LogEpoch.ReadAsync(database, CancellationToken.None));
        await ExecuteAsync(database, "INSERT INTO coordinator_restores (epoch) VALUES (4000000000000)");
        await ExecuteAsync(database, "INSERT INTO coordinator_restores (epoch) VALUES (3000000000000)");
        Assert.Equal(4_000_000_000_000, await LogEpoch.ReadAsync(database, CancellationToken.None));
    }

    private static async Task ExecuteAsync(Database database, string sql)
    {
        await using var connection = await database.OpenAsync(CancellationToken.None);
        await using var command = connection.CreateCommand();
        command.CommandText = sql;
        await command.ExecuteNonQueryAsync();
    }
}

using System.Globalization;
using Coordinator.Storage;

namespace Coordinator.Tests.Storage;

public sealed class SchemaInstallerSpec : IDisposable
{
    private readonly TempDirectory _temp = new();

    private Database Database => Database.Sqlite(_temp.File("coordinator.db"));

    [Fact]
    public async Task Installer_makes_a_fresh_database_in_write_ahead_mode()
    {
        await new SchemaInstaller(Database).InstallAsync();

        Assert.Equal("wal", await ScalarAsync("PRAGMA journal_mode"));
        Assert.Equal(SchemaVersions.Latest.ToString(CultureInfo.InvariantCulture), await ScalarAsync("SELECT MAX(version) FROM coordinator_schema"));
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
        await ScalarAsync("INSERT INTO journal (created, deleted, persistence_id, sequence_number, message) VALUES (1, 0, 'x', 1, x'00')");

        await new SchemaInstaller(Database).InstallAsync();

        Assert.Equal("1", await ScalarAsync("SELECT COUNT(*) FROM journal"));
    }

    [Fact]
    public async Task Installers_that_start_together_make_one_schema()
    {
        await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => new SchemaInstaller(Database).InstallAsync()));

        Assert.Equal(SchemaVersions.Latest.ToString(CultureInfo.InvariantCulture), await ScalarAsync("SELECT COUNT(*) FROM coordinator_schema"));
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

    public void Dispose() => _temp.Dispose();

    private async Task<string?> ScalarAsync(string sql)
    {
        await using var connection = await Database.OpenAsync(CancellationToken.None);
        await using var command = connection.CreateCommand();
        command.CommandText = sql;
        return Convert.ToString(await command.ExecuteScalarAsync(), CultureInfo.InvariantCulture);
    }
}

using Coordinator.Harness;
using Coordinator.Hosting;
using Coordinator.Persistence;
using Microsoft.Data.Sqlite;

namespace Coordinator.Tests.Hosting;

/// <summary>Tests the commands that make and restore a backup of SQLite, and what they refuse.</summary>
public sealed class BackupCommandsSpec : IDisposable
{
    private readonly TempDirectory _temp = new();

    public void Dispose()
    {
        SqliteConnection.ClearAllPools();
        _temp.Dispose();
    }

    private string Data => _temp.File("data");

    private string DatabaseFile => Path.Combine(Data, "coordinator.db");

    private string Backup => _temp.File("backup");

    [Fact]
    public async Task Backup_has_what_is_durable_and_restore_puts_it_back()
    {
        await MakeDatabaseAsync("before");
        Assert.Equal(0, (await RunAsync("backup", Backup)).ExitCode);
        await AddAsync(DatabaseFile, "after");

        var (exitCode, output, errors) = await RunAsync("restore", Backup);

        Assert.Equal((0, ""), (exitCode, errors));
        Assert.Equal("before", await IdsAsync(DatabaseFile));
        Assert.Equal("", await IdsAsync(Backup, "coordinator_restores", "epoch"));
        var replaced = Assert.Single(Directory.GetFiles(Data, "coordinator.db.replaced-*"), file => !file.EndsWith("-wal", StringComparison.Ordinal) && !file.EndsWith("-shm", StringComparison.Ordinal));
        Assert.Contains(replaced, output, StringComparison.Ordinal);
        Assert.Equal("after,before", await IdsAsync(replaced));
        var epoch = await EpochAsync();
        Assert.Contains($"/restores/{epoch}/close", output, StringComparison.Ordinal);

        Assert.Equal(0, (await RunAsync("restore", Backup)).ExitCode);
        Assert.InRange(await EpochAsync(), epoch + 1, long.MaxValue);
    }

    [Fact]
    public async Task Backup_is_made_while_a_transaction_is_being_written()
    {
        await MakeDatabaseAsync("before");
        await using var connection = await Database.Sqlite(DatabaseFile).OpenAsync(default);
        await using var transaction = await connection.BeginTransactionAsync();
        await using var insert = connection.Command(InsertOf("amid"));
        insert.Transaction = transaction;
        await insert.ExecuteNonQueryAsync();

        Assert.Equal(0, (await RunAsync("backup", Backup)).ExitCode);
        await transaction.CommitAsync();

        Assert.Equal("before", await IdsAsync(Backup));
        if (!OperatingSystem.IsWindows())
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(Backup));
    }

    [Fact]
    public async Task Restore_that_was_interrupted_keeps_a_node_from_starting_empty_and_can_be_repeated()
    {
        await MakeDatabaseAsync("before");
        await RunAsync("backup", Backup);
        // A crash between the two moves.
        SqliteConnection.ClearAllPools();
        File.Move(DatabaseFile, DatabaseFile + ".restoring");
        var applied = await RunAsync("schema", "apply");
        Assert.Equal(3, applied.ExitCode);
        Assert.Contains("Run the command restore again", applied.Errors, StringComparison.Ordinal);

        Assert.Equal(0, (await RunAsync("restore", Backup)).ExitCode);
        Assert.Equal("before", await IdsAsync(DatabaseFile));
        Assert.False(File.Exists(DatabaseFile + ".restoring"));
    }

    [Fact]
    public async Task Database_that_is_damaged_is_restored_and_kept()
    {
        await MakeDatabaseAsync("before");
        await RunAsync("backup", Backup);
        SqliteConnection.ClearAllPools();
        await File.WriteAllTextAsync(DatabaseFile, "this is no database");

        Assert.Equal(3, (await RunAsync("backup", _temp.File("another"))).ExitCode);
        Assert.False(File.Exists(_temp.File("another")));
        Assert.Equal(0, (await RunAsync("restore", Backup)).ExitCode);
        Assert.Equal("before", await IdsAsync(DatabaseFile));
    }

    [Fact]
    public async Task Restore_refuses_what_is_no_backup_and_changes_nothing()
    {
        await MakeDatabaseAsync("before");
        await File.WriteAllTextAsync(Backup, "this is no database");
        Assert.Equal(3, (await RunAsync("restore", Backup)).ExitCode);
        await using (var other = new SqliteConnection($"Data Source={_temp.File("other")}"))
        {
            await other.OpenAsync();
            await using var create = other.CreateCommand();
            create.CommandText = "CREATE TABLE orders (id)";
            await create.ExecuteNonQueryAsync();
        }

        var refused = await RunAsync("restore", _temp.File("other"));
        Assert.Equal(3, refused.ExitCode);
        Assert.Contains("is no database of a coordinator", refused.Errors, StringComparison.Ordinal);
        Assert.Equal("before", await IdsAsync(DatabaseFile));
        Assert.Equal(0, await EpochAsync());
        Assert.Empty(Directory.GetFiles(Data, "*restoring*"));
    }

    [Fact]
    public async Task Restore_refuses_while_a_node_has_the_directory()
    {
        await MakeDatabaseAsync("before");
        await RunAsync("backup", Backup);
        using var node = DataDirectory.Open(Data);
        var refused = await RunAsync("restore", Backup);
        Assert.Equal(3, refused.ExitCode);
        Assert.Contains("is in use by another coordinator", refused.Errors, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("The command backup needs the file to write: backup FILE.", "backup")]
    [InlineData("Unexpected argument 'b'. The command takes one file", "backup", "a", "b")]
    [InlineData("The command restore needs the backup: restore FILE.", "restore")]
    [InlineData("There is no file", "restore", "missing")]
    [InlineData("Back PostgreSQL up with its own tools: pg_dump", "backup", "a", "--postgres", "Host=db")]
    [InlineData("PostgreSQL is restored with its own tools", "restore", "a", "--postgres", "Host=db")]
    [InlineData("There is no database", "backup", "a")]
    [InlineData("The command compact is for SQLite.", "compact", "--postgres", "Host=db")]
    [InlineData("There is no database", "compact")]
    [InlineData("Unexpected argument 'now'.", "compact", "now")]
    [InlineData("Unknown command 'bakcup'. Did you mean backup?", "bakcup")]
    public async Task Command_says_what_it_needs(string said, params string[] arguments)
    {
        var (exitCode, _, errors) = await RunAsync(arguments);
        Assert.InRange(exitCode, 2, 3);
        Assert.Contains(said, errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Backup_never_replaces_a_file()
    {
        await MakeDatabaseAsync("before");
        await File.WriteAllTextAsync(Backup, "an earlier one");
        var refused = await RunAsync("backup", Backup);
        Assert.Equal(2, refused.ExitCode);
        Assert.Contains("exists. Name a new one", refused.Errors, StringComparison.Ordinal);
        Assert.Equal("an earlier one", await File.ReadAllTextAsync(Backup));
    }

    private async Task MakeDatabaseAsync(string id)
    {
        Assert.Equal(0, (await RunAsync("schema", "apply")).ExitCode);
        await AddAsync(DatabaseFile, id);
    }

    private static async Task AddAsync(string file, string id)
    {
        await using var connection = await Database.Sqlite(file).OpenAsync(default);
        await using var insert = connection.Command(InsertOf(id));
        await insert.ExecuteNonQueryAsync();
    }

    private static string InsertOf(string id) =>
        $"INSERT INTO journal (created, deleted, persistence_id, sequence_number, message) VALUES (1, 0, '{id}', 1, x'00')";

    private Task<long> EpochAsync() => new Restores(Database.Sqlite(DatabaseFile)).EpochAsync(default);

    private static async Task<string> IdsAsync(string file, string table = "journal", string column = "persistence_id")
    {
        await using var connection = await Database.Sqlite(file).OpenAsync(default);
        await using var select = connection.Command($"SELECT coalesce(group_concat(id, ','), '') FROM (SELECT {column} AS id FROM {table} ORDER BY {column})");
        return (string)(await select.ExecuteScalarAsync())!;
    }

    private async Task<(int ExitCode, string Output, string Errors)> RunAsync(params string[] arguments)
    {
        await using var output = new StringWriter();
        await using var errors = new StringWriter();
        var exitCode = await CoordinatorProgram.RunAsync([.. arguments, "--dataDirectory", Data], TextReader.Null, output, errors);
        return (exitCode, output.ToString(), errors.ToString());
    }
}

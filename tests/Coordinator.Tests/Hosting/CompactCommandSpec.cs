using Coordinator.Harness;
using Coordinator.Hosting;
using Coordinator.Persistence;
using Microsoft.Data.Sqlite;

namespace Coordinator.Tests.Hosting;

public sealed class CompactCommandSpec : IDisposable
{
    private readonly TempDirectory _temp = new();

    private string DatabaseFile => _temp.File("coordinator.db");

    public void Dispose()
    {
        SqliteConnection.ClearAllPools();
        _temp.Dispose();
    }

    [Fact]
    public async Task File_of_an_earlier_release_gets_smaller_and_can_shrink_by_itself_afterwards()
    {
        await ExecuteAsync("PRAGMA auto_vacuum = NONE; CREATE TABLE first (one)");
        Assert.Equal(0, await RunAsync("schema", "apply"));
        await ExecuteAsync("""
            WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 5000)
            INSERT INTO journal (created, deleted, persistence_id, sequence_number, message) SELECT 1, 0, 't-' || i, 1, zeroblob(1000) FROM n
            """);
        await ExecuteAsync("DELETE FROM journal WHERE sequence_number = 1; PRAGMA wal_checkpoint(TRUNCATE)");
        var before = await PagesAsync();
        Assert.False(before.CanShrink);
        Assert.InRange(before.Free, 1_000, long.MaxValue);

        Assert.Equal(0, await RunAsync("compact"));

        var after = await PagesAsync();
        Assert.Equal((0, true), (after.Free, after.CanShrink));
        Assert.InRange(new FileInfo(DatabaseFile).Length, 1, before.All * 4_096 / 2);
        Assert.Equal(0, await RunAsync("schema", "apply"));
    }

    [Fact]
    public async Task Compact_refuses_while_a_node_has_the_directory()
    {
        Assert.Equal(0, await RunAsync("schema", "apply"));
        using var node = DataDirectory.Open(_temp.Path);
        Assert.Equal(3, await RunAsync("compact"));
    }

    private Task<SqlitePages> PagesAsync() => SqlitePages.ReadAsync(Database.Sqlite(DatabaseFile), default);

    private async Task ExecuteAsync(string sql)
    {
        await using (var connection = await Database.Sqlite(DatabaseFile).OpenAsync(default))
        await using (var command = connection.Command(sql))
            await command.ExecuteNonQueryAsync();
        SqliteConnection.ClearAllPools();
    }

    private Task<int> RunAsync(params string[] arguments) =>
        CoordinatorProgram.RunAsync([.. arguments, "--dataDirectory", _temp.Path], TextReader.Null, TextWriter.Null, TextWriter.Null);
}

using Coordinator.Harness;
using Coordinator.Persistence;
using Coordinator.Persistence.GroupCommit;
using Microsoft.Data.Sqlite;
using JournalWrite = Coordinator.Persistence.GroupCommit.JournalWrite;

namespace Coordinator.Tests.Persistence.GroupCommit;

/// <summary>Tests that a failure in SQLite ends when its cause does.</summary>
public sealed class SqliteEventStoreSpec : IAsyncLifetime, IDisposable
{
    private readonly TempDirectory _directory = new();
    private readonly Database _database;
    private readonly SqliteEventStore _store;

    public SqliteEventStoreSpec()
    {
        _database = Database.Sqlite(_directory.File("coordinator.db"));
        _store = new SqliteEventStore(_database.ConnectionString);
    }

    public Task InitializeAsync() => new SchemaInstaller(_database).InstallAsync();

    public async Task DisposeAsync() => await _store.DisposeAsync();

    public void Dispose() => _directory.Dispose();

    [Fact]
    public async Task Group_that_fails_leaves_no_lock_and_nothing_of_itself()
    {
        await Assert.ThrowsAnyAsync<Exception>(() => _store.WriteAsync([Write("t-innocent", 1), Write("t-broken", 1, manifest: null!)]));

        await ExecuteAsync("PRAGMA busy_timeout = 0; INSERT INTO coordinator_schema VALUES (99, 'another connection')");
        await _store.WriteAsync([Write("t-innocent", 1)]);
        Assert.Equal(1, await HighestAsync("t-innocent"));
        Assert.Equal(0, await HighestAsync("t-broken"));
    }

    [Fact]
    public async Task Reads_that_failed_are_answered_when_the_journal_is_back()
    {
        await _store.WriteAsync([Write("t-1", 1)]);
        Assert.Equal(1, await HighestAsync("t-1"));
        Assert.Single(await EventsAsync("t-1"));
        await ExecuteAsync("ALTER TABLE journal RENAME TO away");
        await Assert.ThrowsAnyAsync<SqliteException>(() => HighestAsync("t-1"));
        await Assert.ThrowsAnyAsync<SqliteException>(() => EventsAsync("t-1"));
        await Assert.ThrowsAnyAsync<SqliteException>(() => _store.WriteAsync([Write("t-1", 2)]));

        await ExecuteAsync("ALTER TABLE away RENAME TO journal");

        await _store.WriteAsync([Write("t-1", 2)]);
        Assert.Equal(2, await HighestAsync("t-1"));
        Assert.Equal(2, (await EventsAsync("t-1")).Count);
    }

    private static JournalWrite Write(string id, long number, string manifest = "tc", byte[]? message = null) =>
        new([new StoredEvent(id, number, Created: 1, message ?? [1], manifest, Serializer: 1, WriterUuid: "w")]);

    private async Task<long> HighestAsync(string id)
    {
        var read = new BoundsRead(id);
        await _store.ReadBoundsAsync([read]);
        return (await read.Answer).Highest;
    }

    private async Task<IReadOnlyList<StoredEvent>> EventsAsync(string id)
    {
        var read = new EventsRead(id, 1, long.MaxValue);
        await _store.ReadEventsAsync([read]);
        return await read.Answer;
    }

    private async Task<object?> ExecuteAsync(string sql)
    {
        await using var connection = await _database.OpenAsync(CancellationToken.None);
        await using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.CommandTimeout = 1;
        return await command.ExecuteScalarAsync();
    }
}

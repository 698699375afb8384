using Coordinator.Persistence;
using Coordinator.Persistence.GroupCommit;
using Coordinator.Testing;
using Npgsql;

namespace Coordinator.Tests.Persistence.GroupCommit;

/// <summary>Tests writes of PostgreSQL that are under way while the bound is raised and transactions are deleted.</summary>
[Trait("race", "39")]
public sealed class ExpiryLocksSpec
{
    private static readonly DateTimeOffset Start = ExpiryStore.Start;
    private static readonly DateTimeOffset Bound = Start.AddDays(5);

    [PostgresFact]
    public Task Bound_is_in_force_only_when_the_writes_have_ended_that_began_before_it() => WithAsync(async (store, connection) =>
    {
        var id = ExpiryStore.Id(Start);
        await using var transaction = await connection.BeginTransactionAsync();
        await InsertAsync(connection, id, 1, "tp");

        Task raise = store.RaiseAsync(Bound);
        // Another write that begins after it sees the bound already.
        while ((await store.BoundsAsync("t-any")).ExpiresBefore == 0)
            await Task.Yield();
        Assert.False(raise.IsCompletedSuccessfully);
        Assert.False(await store.WriteAsync(ExpiryStore.Row(ExpiryStore.Id(Start), 1)));
        await transaction.CommitAsync();

        // On a slow machine the raise may have given up, and is repeated.
        await raise.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ContinueOnCapturedContext);
        Assert.Equal(Bound.ToUnixTimeMilliseconds(), await store.RaiseAsync(Bound));
        Assert.True(await store.WriteAsync(ExpiryStore.Row(id, 2, "tr")));
        Assert.Equal(2, await store.DeleteAsync(Bound, id));
    });

    [PostgresFact]
    public Task Transaction_that_is_being_written_is_left_for_another_time() => WithAsync(async (store, connection) =>
    {
        var id = ExpiryStore.Id(Start);
        Assert.True(await store.WriteAsync(ExpiryStore.Row(id, 1, "tr")));
        await store.RaiseAsync(Bound);
        await using var transaction = await connection.BeginTransactionAsync();
        await LockAsync(connection, id);
        await InsertAsync(connection, id, 2, "tp");

        Assert.Equal(0, await store.DeleteAsync(Bound, id));
        await transaction.CommitAsync();

        // Another group has prepared the id after the rollback, so it is open now.
        Assert.Equal(0, await store.DeleteAsync(Bound, id));
        Assert.Equal([1, 2], await store.NumbersAsync(id));
    });

    [PostgresFact]
    public Task Write_that_waits_for_a_deletion_is_refused() => WithAsync(async (store, connection) =>
    {
        var id = ExpiryStore.Id(Start);
        Assert.True(await store.WriteAsync(ExpiryStore.Row(id, 1), ExpiryStore.Row(id, 2, "tr")));
        await store.RaiseAsync(Bound);
        await using var transaction = await connection.BeginTransactionAsync();
        await ExecuteAsync(connection, $"SELECT 1 FROM journal WHERE persistence_id = '{id}' AND sequence_number = 1 FOR UPDATE");

        var report = store.WriteAsync(ExpiryStore.Row(id, 3, "tx"));
        await ExecuteAsync(connection, $"DELETE FROM journal WHERE persistence_id = '{id}'");
        await transaction.CommitAsync();

        Assert.False(await report);
        Assert.Empty(await store.NumbersAsync(id));
    });

    private static Task LockAsync(NpgsqlConnection connection, string id) =>
        ExecuteAsync(connection, $"SELECT 1 FROM journal WHERE persistence_id = '{id}' AND sequence_number = 1 FOR KEY SHARE");

    private static Task InsertAsync(NpgsqlConnection connection, string id, long number, string manifest) => ExecuteAsync(
        connection,
        $"""
        INSERT INTO journal (created, deleted, persistence_id, sequence_number, message, manifest, identifier)
        VALUES ({Start.UtcTicks}, false, '{id}', {number}, ''::bytea, '{manifest}', 1)
        """);

    private static async Task ExecuteAsync(NpgsqlConnection connection, string sql)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync();
    }

    /// <summary>Runs a test with a store of a new database, and with the connection of another writer.</summary>
    private static async Task WithAsync(Func<IEventStore, NpgsqlConnection, Task> test)
    {
        await using var server = await PostgresServer.CreateDatabaseAsync();
        await new SchemaInstaller(Database.PostgreSql(server.ConnectionString)).InstallAsync();
        await using var store = new PostgresEventStore(server.ConnectionString);
        await using var connection = new NpgsqlConnection(server.ConnectionString);
        await connection.OpenAsync();
        await test(store, connection);
    }
}

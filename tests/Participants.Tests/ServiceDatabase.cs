using System.Data;
using System.Data.Common;
using Coordinator.Contracts;
using Coordinator.Harness.Postgres;
using Coordinator.Participants.Fence;
using Coordinator.Participants.Inbox;
using Coordinator.Testing;
using Microsoft.Data.Sqlite;

namespace Coordinator.Participants.Tests;

/// <summary>The database of a service with one business table, and how that service begins its local transactions.</summary>
internal sealed class ServiceDatabase(
    SqlDialect dialect, Func<DbConnection> connect, Func<DbConnection, Task<DbTransaction>> begin)
{
    public SqlDialect Dialect => dialect;

    public static ServiceDatabase Of(SqliteFile file, bool deferred = false) => new(
        SqlDialect.Sqlite,
        file.Connect,
        connection => Task.FromResult<DbTransaction>(((SqliteConnection)connection).BeginTransaction(deferred)));

    public static ServiceDatabase Of(PostgresDatabase database, IsolationLevel isolation = IsolationLevel.ReadCommitted) => new(
        SqlDialect.PostgreSql,
        database.Connect,
        async connection => await connection.BeginTransactionAsync(isolation));

    public DbConnection Connect() => connect();

    public OutcomeStore Outcomes(TimeSpan? lockWait = null) =>
        new(dialect, connect) { LockWait = lockWait ?? TimeSpan.FromMilliseconds(200) };

    /// <summary>Query of the database's clock in Unix milliseconds.</summary>
    public string NowSql => $"SELECT {OutcomeSql.NowOf(dialect)}";

    /// <summary>Makes a store with keys.</summary>
    public OutcomeStore Keyed(ProducerGroup group, TimeSpan keyWait) => new(dialect, connect) { ProducerGroup = group, KeyWait = keyWait };

    public async Task<LocalWork> BeginAsync()
    {
        var connection = connect();
        await connection.OpenAsync();
        return new LocalWork(connection, await begin(connection));
    }

    public async Task CreateTablesAsync()
    {
        await Outcomes().EnsureTablesAsync();
        await using var connection = connect();
        await connection.OpenAsync();
        await new InboxStore(dialect).EnsureTablesAsync(connection);
        await connection.ExecuteAsync("CREATE TABLE IF NOT EXISTS orders (id varchar(80) NOT NULL)");
    }

    /// <summary>Counts the business changes of an id that other connections see.</summary>
    public Task<long> OrdersAsync(string id) => CountAsync($"SELECT count(*) FROM orders WHERE id = '{id}'");

    public async Task<long> CountAsync(string sql) => Convert.ToInt64(await ScalarAsync(sql), null);

    public async Task<object?> ScalarAsync(string sql)
    {
        await using var connection = connect();
        await connection.OpenAsync();
        return await connection.ScalarAsync(sql);
    }

    /// <summary>Runs a script in one transaction.</summary>
    public async Task ExecuteAsync(string script)
    {
        await using var connection = connect();
        await connection.OpenAsync();
        await using var transaction = await connection.BeginTransactionAsync();
        await connection.ExecuteAsync(script, transaction);
        await transaction.CommitAsync();
    }
}

/// <summary>An open local transaction with its connection. Rolled back when disposed of uncommitted.</summary>
internal sealed class LocalWork(DbConnection connection, DbTransaction transaction) : IAsyncDisposable
{
    public DbTransaction Transaction => transaction;

    public Task AddOrderAsync(string id) => connection.ExecuteAsync($"INSERT INTO orders (id) VALUES ('{id}')", transaction);

    public Task<object?> ScalarAsync(string sql) => connection.ScalarAsync(sql, transaction);

    public Task CommitAsync() => transaction.CommitAsync();

    public async ValueTask DisposeAsync()
    {
        await transaction.DisposeAsync();
        await connection.DisposeAsync();
    }
}

internal static class TestStatements
{
    public static async Task ExecuteAsync(this DbConnection connection, string sql, DbTransaction? transaction = null)
    {
        await using var command = connection.CreateCommand();
        (command.CommandText, command.Transaction) = (sql, transaction);
        await command.ExecuteNonQueryAsync();
    }

    public static async Task<object?> ScalarAsync(this DbConnection connection, string sql, DbTransaction? transaction = null)
    {
        await using var command = connection.CreateCommand();
        (command.CommandText, command.Transaction) = (sql, transaction);
        return await command.ExecuteScalarAsync();
    }
}

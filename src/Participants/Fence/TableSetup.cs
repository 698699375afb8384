using System.Data;
using System.Data.Common;

namespace Coordinator.Participants.Fence;

/// <summary>Creates tables that are missing, and refuses those of a version that this library does not work with.</summary>
internal static class TableSetup
{
    // CREATE TABLE IF NOT EXISTS fails in PostgreSQL when two of them run at once. An advisory lock runs them one after the other.
    // Libraries of version 1 take the same lock.
    private const string TakeLock = "SELECT pg_advisory_xact_lock(5301)";

    /// <summary>Many processes may do so at once. When the tables exist, nothing is written and no right to create is needed.</summary>
    /// <exception cref="TableVersionException">The tables are older, or too new.</exception>
    public static async Task EnsureAsync(TableSet tables, DbConnection connection, CancellationToken ct)
    {
        if (await ExistAsync(tables, connection, null, ct))
            return;
        // SQLite: Serializable begins with the writer lock. PostgreSQL: each statement must see what others committed before it.
        var isolation = tables.Dialect == SqlDialect.Sqlite ? IsolationLevel.Serializable : IsolationLevel.ReadCommitted;
        await using var transaction = await connection.BeginTransactionAsync(isolation, ct);
        if (tables.Dialect == SqlDialect.PostgreSql)
            await ExecuteAsync(TakeLock);
        // Another process may have created them meanwhile, also one with an older library.
        if (!await ExistAsync(tables, connection, transaction, ct))
            await ExecuteAsync(tables.Ddl);
        await transaction.CommitAsync(ct);

        async Task ExecuteAsync(string sql)
        {
            await using var statement = connection.Statement(sql, transaction);
            await statement.ExecuteNonQueryAsync(ct);
        }
    }

    /// <summary>
    /// Runs a statement that writes. A service that never calls <see cref="EnsureAsync" /> thus learns of an older table too, and the check
    /// costs nothing while there is none.
    /// </summary>
    /// <exception cref="TableVersionException">The table is older and lacks a column of the statement.</exception>
    public static Task<int> ExecuteWriteAsync(this DbCommand write, TableSet tables, CancellationToken ct) =>
        write.ExecuteWriteAsync(tables, () => write.ExecuteNonQueryAsync(ct), ct);

    /// <summary>Runs a statement that writes and returns rows, see <see cref="ExecuteWriteAsync(DbCommand, TableSet, CancellationToken)" />.</summary>
    public static async Task<T> ExecuteWriteAsync<T>(this DbCommand write, TableSet tables, Func<Task<T>> runAsync, CancellationToken ct)
    {
        try
        {
            return await runAsync();
        }
        catch (DbException error) when (DatabaseError.MayBeOlderTable(tables.Dialect, error))
        {
            // In PostgreSQL the transaction has failed and reads nothing more. The script for version 1 upgrades any older version there.
            var stands = tables.Dialect == SqlDialect.Sqlite
                ? await StoredVersion.ReadAsync(tables, write.Connection!, write.Transaction, ct)
                : StoredVersion.First;
            if (stands?.Refusal(tables, error) is { } refusal)
                throw refusal;
            throw;
        }
    }

    private static async Task<bool> ExistAsync(
        TableSet tables, DbConnection connection, DbTransaction? transaction, CancellationToken ct)
    {
        var stands = await StoredVersion.ReadAsync(tables, connection, transaction, ct);
        return stands?.Refusal(tables) is { } refusal ? throw refusal : stands is not null;
    }
}

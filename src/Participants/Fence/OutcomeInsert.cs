using System.Data.Common;
using Coordinator.Contracts;

namespace Coordinator.Participants.Fence;

/// <summary>Inserts the outcome of a transaction, unless there is a row of its id or its key.</summary>
internal sealed class OutcomeInsert(SqlDialect dialect, OutcomeSql sql, PurgeBound bound, ProducerGroup? group, TimeSpan keyWait)
{
    private readonly string _keyed = KeySql.Of(dialect, keyWait).Bounded(sql.InsertCommitted);

    /// <summary>Inserts a commit within a local transaction, and tells whether it was written and whether its id is below the bound of the purge.</summary>
    public async Task<(bool Written, bool IsPurged)> CommittedAsync(
        DbTransaction transaction, TransactionId id, BusinessKey? key, CancellationToken ct)
    {
        (string, object)[] columns =
        [
            .. IdAndGroup(id), ("@key", key?.Value ?? (object)DBNull.Value),
            ("@digest", key?.Digest?.ToArray() ?? (object)DBNull.Value),
        ];
        if (dialect != SqlDialect.Sqlite)
            return await InsertAsync(transaction, key is null ? sql.InsertCommitted : _keyed, columns, null, id, ct);
        // The insert took the writer lock, so nobody raises the bound until the end of the transaction.
        return await InsertOnSqliteAsync(transaction, columns, ct)
            ? (true, PurgeBound.Covers(id, await bound.ReadAsync(transaction, ct)))
            : (false, false);
    }

    /// <summary>Inserts a rollback in PostgreSQL, and tells whether it was written and whether its id is below the bound of the purge.</summary>
    public Task<(bool Written, bool IsPurged)> RolledBackAsync(DbTransaction transaction, TransactionId id, int timeoutSeconds, CancellationToken ct) =>
        InsertAsync(transaction, sql.InsertRolledBack, IdAndGroup(id), timeoutSeconds, id, ct);

    /// <summary>Returns the parameters for the id and the group of a row.</summary>
    public (string Name, object Value)[] IdAndGroup(TransactionId id) =>
        [("@id", id.Value), ("@group", group is { } known ? known.Value : DBNull.Value)];

    /// <summary>Inserts an outcome in PostgreSQL, and tells whether its id is below the bound of the purge.</summary>
    private async Task<(bool Written, bool IsPurged)> InsertAsync(
        DbTransaction transaction, string statement, (string, object)[] columns, int? timeoutSeconds, TransactionId id, CancellationToken ct)
    {
        await using var insert = transaction.Statement(statement, [.. columns, bound.Group]);
        insert.CommandTimeout = timeoutSeconds ?? insert.CommandTimeout;
        var (written, isSnapshot, stands) = await insert.ExecuteWriteAsync(sql.Tables, ReadAsync, ct);
        if (written && isSnapshot)
            stands = await bound.ReadAsync(transaction, ct);
        return (written, PurgeBound.Covers(id, stands));

        async Task<(bool, bool, object)> ReadAsync()
        {
            await using var results = await insert.ExecuteReaderAsync(ct);
            // Before a keyed insert, settings come first. They are texts.
            while (await results.ReadAsync(ct) && results.GetFieldType(0) == typeof(string))
                await results.NextResultAsync(ct);
            var isNew = results.GetInt64(0) > 0;
            await results.NextResultAsync(ct);
            await results.ReadAsync(ct);
            return (isNew, results.GetBoolean(0), results.GetValue(1));
        }
    }

    private async Task<bool> InsertOnSqliteAsync(DbTransaction transaction, (string, object)[] columns, CancellationToken ct)
    {
        await using var insert = transaction.Statement(sql.InsertCommitted, columns);
        return await SqliteWrite.ExecuteAsync(insert, sql.Tables, ct) > 0;
    }
}

using System.Data;
using System.Data.Common;
using Coordinator.Contracts;
using Coordinator.Participants.Checking;

namespace Coordinator.Participants.Fence;

/// <summary>Reads the outcome of a transaction, or fences it, on a connection of its own.</summary>
internal sealed class OutcomeCheck(SqlDialect dialect, OutcomeSql sql, PurgeBound bound, OutcomeInsert inserts, TimeSpan lockWait)
{
    public Task<CheckResult> RunAsync(DbConnection connection, TransactionId id, CancellationToken ct) => dialect == SqlDialect.Sqlite
        ? CheckByStatementAsync(connection, id, ct)
        : CheckInTransactionAsync(connection, id, ct);

    // A single statement is the shortest transaction, and an outcome that it finds never changes.
    private async Task<CheckResult> CheckByStatementAsync(DbConnection connection, TransactionId id, CancellationToken ct)
    {
        await using (var settings = connection.Statement(OutcomeSql.SqliteCheckSettings(lockWait), null))
            await settings.ExecuteNonQueryAsync(ct);
        // Reading needs no lock, so an existing outcome is returned at once, also while others write.
        await using var select = connection.Statement(sql.SelectOutcome, null, ("@id", id.Value));
        return await select.ExecuteScalarAsync(ct) is { } outcome
            ? OutcomeSql.Read(id, outcome)
            : await FenceOrReadAsync(connection, id, ct);
    }

    private async Task<CheckResult> CheckInTransactionAsync(DbConnection connection, TransactionId id, CancellationToken ct)
    {
        // Always READ COMMITTED: the check must see the row that made its insert fail.
        await using var transaction = await connection.BeginTransactionAsync(IsolationLevel.ReadCommitted, ct);
        await using (var settings = connection.Statement(OutcomeSql.PostgreSqlCheckSettings(lockWait), transaction))
            await settings.ExecuteNonQueryAsync(ct);
        var (written, isPurged) = await inserts.RolledBackAsync(transaction, id, CheckTimeoutSeconds(), ct);
        if (written && isPurged)
        {
            await transaction.RollbackAsync(ct);
            return CheckResult.Purged();
        }

        var result = written ? CheckResult.RolledBack() : await ReadAsync(connection, transaction, id, isPurged, ct);
        await transaction.CommitAsync(ct);
        return result;
    }

    private async Task<CheckResult> FenceOrReadAsync(DbConnection connection, TransactionId id, CancellationToken ct)
    {
        object time = Watermark.TimeOf(id) is { } milliseconds ? milliseconds : DBNull.Value;
        await using var insert = connection.Statement(
            sql.InsertRolledBack, null, [.. inserts.IdAndGroup(id), ("@time", time), bound.Group]);
        insert.CommandTimeout = CheckTimeoutSeconds();
        if (await insert.ExecuteWriteAsync(sql.Tables, ct) > 0)
            return CheckResult.RolledBack();
        await using var select = connection.Statement($"SELECT {PurgeBound.Value}", null, bound.Group);
        return await ReadAsync(connection, null, id, PurgeBound.Covers(id, await select.ExecuteScalarAsync(ct)), ct);
    }

    private async Task<CheckResult> ReadAsync(
        DbConnection connection, DbTransaction? transaction, TransactionId id, bool isPurged, CancellationToken ct)
    {
        await using var select = connection.Statement(sql.SelectOutcome, transaction, ("@id", id.Value));
        var outcome = await select.ExecuteScalarAsync(ct);
        return outcome is null && isPurged ? CheckResult.Purged() : OutcomeSql.Read(id, outcome);
    }

    // For SQLite this is the wait for the lock, at least one second. In PostgreSQL lock_timeout ends the wait long before.
    private int CheckTimeoutSeconds() =>
        (int)Math.Ceiling(lockWait.TotalSeconds) + (dialect == SqlDialect.Sqlite ? 0 : 5);
}

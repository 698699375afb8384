using System.Data;
using System.Data.Common;
using Coordinator.Contracts;
using Coordinator.Contracts.Checking;
using Coordinator.Participants.Checking;

namespace Coordinator.Participants.Fence;

/// <summary>
/// The fence: a table in the service's own database that says, once and for ever, what became of each local transaction.
/// The local transaction writes <em>committed</em> together with its business change, a check writes <em>rolled back</em>;
/// whoever writes first wins, and both sides read the same row from then on.
/// </summary>
/// <remarks>
/// <para>
/// <b>The row goes in first.</b> Call <see cref="RecordCommittedAsync" /> before the first business statement. From then on the
/// open local transaction holds the row's lock, and a check that comes by answers <em>in progress</em>. Written last, the same
/// check would fence, and waste, all work that was done before.
/// </para>
/// <para>
/// <b>Whoever gives up must fence.</b> After a local transaction has failed, or when the answer to its COMMIT was lost, do not
/// tell the coordinator what seems likely: another local transaction under the same id, or this one's COMMIT, may still be on
/// its way. Roll back, call <see cref="CheckAsync" />, and pass on what it says; when it says <em>in progress</em>, say nothing.
/// </para>
/// <para>
/// <b>PostgreSQL.</b> Works at every isolation level. At READ COMMITTED the loser's insert adds no row; at REPEATABLE READ and
/// SERIALIZABLE it fails with SQLSTATE 40001. Both the local transaction and the check are committed synchronously, also where
/// <c>synchronous_commit</c> is off: an answer that is forgotten in a crash would be a lie.
/// </para>
/// <para>
/// <b>SQLite.</b> There is one writer lock for the whole database: any write that lasts longer than a check waits (about a
/// second) reads as <em>in progress</em>, and the check is asked again. With <c>BEGIN IMMEDIATE</c>, the default of
/// Microsoft.Data.Sqlite, the lock is held from the start; a deferred transaction takes it with this row, and if it has read
/// before and somebody wrote since, SQLite refuses it (SQLITE_BUSY_SNAPSHOT), which is handled like 40001. Keep
/// <c>synchronous=FULL</c>, the default.
/// </para>
/// </remarks>
public sealed class OutcomeStore : IOutcomeStore
{
    private static readonly TimeSpan DefaultLockWait = TimeSpan.FromMilliseconds(200);

    private readonly SqlDialect _dialect;
    private readonly Func<DbConnection> _connect;
    private readonly OutcomeSql _sql;

    /// <summary>The fence of one database.</summary>
    /// <param name="dialect">What the database speaks.</param>
    /// <param name="connect">Makes a new connection to it, closed or open; it is disposed of after use.</param>
    public OutcomeStore(SqlDialect dialect, Func<DbConnection> connect)
    {
        ArgumentNullException.ThrowIfNull(connect);
        (_dialect, _connect, _sql) = (dialect, connect, OutcomeSql.Of(dialect));
    }

    /// <summary>
    /// How long a check waits for an open local transaction before it answers <em>in progress</em>. SQLite rounds up to whole
    /// seconds. Default: 200 ms.
    /// </summary>
    public TimeSpan LockWait { get; init; } = DefaultLockWait;

    /// <summary>The statement that creates the table, for those who create their tables themselves.</summary>
    public static string Ddl(SqlDialect dialect) => OutcomeSql.Of(dialect).Ddl;

    /// <summary>Creates the table where it is missing. Safe to call from many processes at once.</summary>
    public async Task EnsureTablesAsync(CancellationToken ct = default)
    {
        await using var connection = await OpenConnectionAsync(ct);
        await TableSetup.CreateAsync(_dialect, connection, _sql.Ddl, ct);
    }

    /// <inheritdoc />
    public async Task<DbConnection> OpenConnectionAsync(CancellationToken ct = default)
    {
        var connection = _connect();
        try
        {
            if (connection.State != ConnectionState.Open)
                await connection.OpenAsync(ct);
            return connection;
        }
        catch
        {
            await connection.DisposeAsync();
            throw;
        }
    }

    /// <summary>
    /// Writes <em>committed</em> within a local transaction; it holds when that transaction commits. Call it first, once, and
    /// roll back when it throws.
    /// </summary>
    /// <param name="transaction">The open local transaction.</param>
    /// <param name="id">The transaction whose local part this is.</param>
    /// <param name="ct">Ends the wait for the database.</param>
    /// <exception cref="TransactionFencedException">A check has rolled the transaction back. Final.</exception>
    /// <exception cref="TransactionAlreadyCommittedException">
    /// A local transaction under this id is committed already. Final.
    /// </exception>
    /// <exception cref="DbException">
    /// The database failed. What stands is not known; see the remarks of the class for what to do.
    /// </exception>
    public async Task RecordCommittedAsync(DbTransaction transaction, TransactionId id, CancellationToken ct = default)
    {
        ArgumentNullException.ThrowIfNull(transaction);
        try
        {
            if (await InsertCommittedAsync(transaction, id, ct))
                return;
            await using var select = transaction.Statement(_sql.SelectOutcome, ("@id", id.Value));
            throw Lost(id, OutcomeSql.Read(id, await select.ExecuteScalarAsync(ct)), null)
                ?? new InvalidOperationException($"The outcome of {id} was deleted while it was looked at.");
        }
        catch (DbException stale) when (DatabaseError.IsStaleSnapshot(_dialect, stale))
        {
            // This local transaction is lost whatever the reason, and cannot read what stands: its snapshot is older.
            if (Lost(id, await CheckAsync(id, ct), stale) is { } lost)
                throw lost;
            throw;
        }
    }

    /// <summary>
    /// What became of the local transaction: when nothing is written yet, writes <em>rolled back</em>, so that it can never
    /// commit.
    /// </summary>
    /// <param name="id">The transaction.</param>
    /// <param name="ct">Ends the wait for the database.</param>
    /// <returns>Committed or rolled back, which are final; or in progress, while a local transaction is open.</returns>
    /// <exception cref="DbException">The database failed, and nothing is known.</exception>
    public async Task<CheckResult> CheckAsync(TransactionId id, CancellationToken ct = default)
    {
        // SQLite waits for its lock by blocking the thread: not the caller's, which may be an actor's.
        await Task.CompletedTask.ConfigureAwait(ConfigureAwaitOptions.ForceYielding);
        await using var connection = await OpenConnectionAsync(ct);
        try
        {
            return _dialect == SqlDialect.Sqlite
                ? await CheckByStatementAsync(connection, id, ct)
                : await CheckInTransactionAsync(connection, id, ct);
        }
        catch (DbException locked) when (DatabaseError.IsLockWait(_dialect, locked))
        {
            return CheckResult.InProgress(_sql.LockedDetail);
        }
    }

    /// <summary>
    /// Deletes the outcomes of all transactions whose ids are below the coordinator's watermark. Never delete by age: a
    /// transaction may wait for its check for days (the coordinator away, the transaction parked), and a check that finds its
    /// <em>committed</em> row gone would fence it as <em>rolled back</em>.
    /// </summary>
    /// <param name="watermark">
    /// What the coordinator says: every older id is final, and no new transaction below it is accepted. Only ids made by
    /// <see cref="TransactionId.FromGuid" /> from a UUIDv7 have an age, so only such are deleted; the caller's own ids stay.
    /// </param>
    /// <param name="ct">Ends the work between two batches; the rest is deleted next time.</param>
    /// <returns>How many rows were deleted.</returns>
    /// <exception cref="ArgumentException">The watermark is not made from a UUIDv7.</exception>
    public async Task<long> DeleteBelowAsync(TransactionId watermark, CancellationToken ct = default)
    {
        await using var connection = await OpenConnectionAsync(ct);
        return await connection.DeleteInBatchesAsync(_sql.DeleteBelow, ct, ("@watermark", Watermark.Require(watermark)));
    }

    private async Task<bool> InsertCommittedAsync(DbTransaction transaction, TransactionId id, CancellationToken ct)
    {
        await using var insert = transaction.Statement(_sql.InsertCommitted, ("@id", id.Value));
        if (_dialect != SqlDialect.Sqlite)
            return await insert.ExecuteNonQueryAsync(ct) > 0;

        // Microsoft.Data.Sqlite waits for a lock and for a stale snapshot alike, though the latter never gets better: a short
        // wait first tells them apart.
        var patience = insert.CommandTimeout;
        insert.CommandTimeout = 1;
        try
        {
            return await insert.ExecuteNonQueryAsync(ct) > 0;
        }
        catch (DbException locked) when (patience != 1
            && DatabaseError.IsLockWait(_dialect, locked) && !DatabaseError.IsStaleSnapshot(_dialect, locked))
        {
            insert.CommandTimeout = patience;
            return await insert.ExecuteNonQueryAsync(ct) > 0;
        }
    }

    // A statement by itself is the shortest transaction there is, and the row that it meets never changes.
    private async Task<CheckResult> CheckByStatementAsync(DbConnection connection, TransactionId id, CancellationToken ct)
    {
        await using (var settings = connection.Statement(OutcomeSql.SqliteCheckSettings(LockWait), null))
            await settings.ExecuteNonQueryAsync(ct);
        // Reading needs no lock: an outcome that stands is told at once, also while others write.
        await using var select = connection.Statement(_sql.SelectOutcome, null, ("@id", id.Value));
        return await select.ExecuteScalarAsync(ct) is { } outcome
            ? OutcomeSql.Read(id, outcome)
            : await FenceOrReadAsync(connection, null, id, ct);
    }

    private async Task<CheckResult> CheckInTransactionAsync(DbConnection connection, TransactionId id, CancellationToken ct)
    {
        // READ COMMITTED whatever the database's default: the check must see the row that made its insert fail.
        await using var transaction = await connection.BeginTransactionAsync(IsolationLevel.ReadCommitted, ct);
        await using (var settings = connection.Statement(OutcomeSql.PostgreSqlCheckSettings(LockWait), transaction))
            await settings.ExecuteNonQueryAsync(ct);
        var result = await FenceOrReadAsync(connection, transaction, id, ct);
        await transaction.CommitAsync(ct);
        return result;
    }

    private async Task<CheckResult> FenceOrReadAsync(
        DbConnection connection, DbTransaction? transaction, TransactionId id, CancellationToken ct)
    {
        await using var insert = connection.Statement(_sql.InsertRolledBack, transaction, ("@id", id.Value));
        insert.CommandTimeout = CheckTimeoutSeconds();
        if (await insert.ExecuteNonQueryAsync(ct) > 0)
            return CheckResult.RolledBack();
        await using var select = connection.Statement(_sql.SelectOutcome, transaction, ("@id", id.Value));
        return OutcomeSql.Read(id, await select.ExecuteScalarAsync(ct));
    }

    // SQLite: the wait for the lock itself, of which a second is the least. PostgreSQL: lock_timeout comes long before.
    private int CheckTimeoutSeconds() =>
        (int)Math.Ceiling(LockWait.TotalSeconds) + (_dialect == SqlDialect.Sqlite ? 0 : 5);

    private static Exception? Lost(TransactionId id, CheckResult stands, Exception? inner) => stands.Verdict switch
    {
        CheckVerdict.RolledBack => new TransactionFencedException(id, inner),
        CheckVerdict.Committed => new TransactionAlreadyCommittedException(id, inner),
        _ => null,
    };
}

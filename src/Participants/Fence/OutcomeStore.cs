using System.Data;
using System.Data.Common;
using Coordinator.Contracts;
using Coordinator.Contracts.Checking;
using Coordinator.Participants.Checking;

namespace Coordinator.Participants.Fence;

/// <summary>
/// The fence: a table in the service's own database with the final outcome of each local transaction. The local transaction writes
/// <em>committed</em> together with its business change, and a check writes <em>rolled back</em>. The first writer wins, and both sides
/// read the same row from then on.
/// </summary>
/// <remarks>
/// <para>
/// <b>Write the row first.</b> Call <see cref="RecordCommittedAsync" /> before the first business statement. From then on the open local
/// transaction holds the lock of the row, and a check answers <em>in progress</em>. If the row were written last, a check could fence
/// the transaction after all its work.
/// </para>
/// <para>
/// <b>Fence before giving up.</b> After a local transaction failed, or when the answer to its COMMIT was lost, its outcome is not known.
/// Another local transaction under the same id, or the COMMIT itself, may still be on its way. Roll back, call
/// <see cref="CheckAsync" />, and pass its result on to the coordinator. When the result is <em>in progress</em>, send nothing.
/// </para>
/// <para>
/// <b>PostgreSQL.</b> The fence works at every isolation level. At READ COMMITTED the insert of the loser adds no row. At REPEATABLE READ
/// and SERIALIZABLE it fails with SQLSTATE 40001. Both the local transaction and the check are committed synchronously, also when
/// <c>synchronous_commit</c> is off: a crash must not lose an outcome that was answered.
/// </para>
/// <para>
/// <b>SQLite.</b> There is one writer lock for the whole database. A check waits for it for about a second. When another write takes
/// longer, the check answers <em>in progress</em> and is asked again. With <c>BEGIN IMMEDIATE</c>, the default of
/// Microsoft.Data.Sqlite, the transaction holds the lock from the start. A deferred transaction takes it with this row. If it has read
/// before, and another transaction wrote since, SQLite refuses it with SQLITE_BUSY_SNAPSHOT, which is handled like 40001. Keep
/// <c>synchronous=FULL</c>, the default.
/// </para>
/// </remarks>
public sealed class OutcomeStore : IOutcomeStore
{
    /// <summary>Version of the tables that this library creates and needs.</summary>
    public const int TableVersion = OutcomeTables.Version;

    private static readonly TimeSpan DefaultLockWait = TimeSpan.FromMilliseconds(200);

    private readonly SqlDialect _dialect;
    private readonly Func<DbConnection> _connect;
    private readonly OutcomeSql _sql;
    private PurgeBound? _bound;
    private OutcomePurge? _purge;
    private MessageStore? _messages;

    /// <summary>Creates the fence of one database.</summary>
    /// <param name="dialect">SQL dialect of the database.</param>
    /// <param name="connect">Makes a new connection to the database, closed or open. It is disposed of after use.</param>
    public OutcomeStore(SqlDialect dialect, Func<DbConnection> connect)
    {
        ArgumentNullException.ThrowIfNull(connect);
        (_dialect, _connect, _sql) = (dialect, connect, OutcomeSql.Of(dialect));
    }

    /// <summary>
    /// Time that a check waits for an open local transaction before it answers <em>in progress</em>. SQLite rounds up to whole
    /// seconds. Default: 200 ms.
    /// </summary>
    public TimeSpan LockWait { get; init; } = DefaultLockWait;

    /// <summary>
    /// Producer group of the service, which each row carries. A purge and the keys of a group need it. Default: none, which only fits
    /// services that use neither.
    /// </summary>
    public ProducerGroup? ProducerGroup { get; init; }

    /// <summary>Returns the script that creates the tables, for services that create their tables themselves. It can be repeated.</summary>
    public static string Ddl(SqlDialect dialect) => OutcomeTables.Of(dialect).Ddl;

    /// <summary>
    /// Returns the script that upgrades tables of an older version. Run it in one transaction. Services with the older library wait
    /// while it runs, and then go on. On PostgreSQL it can be repeated. On SQLite a repetition fails and changes nothing.
    /// </summary>
    /// <param name="dialect">SQL dialect of the database.</param>
    /// <param name="from">Version of the tables, which must be below <see cref="TableVersion" />.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no upgrade from this version.</exception>
    public static string Ddl(SqlDialect dialect, int from) => OutcomeTables.Of(dialect).Upgrade(from);

    /// <summary>Creates the tables if they are missing. Safe to call from many processes at once.</summary>
    /// <exception cref="TableVersionException">
    /// The tables have an older version, and the exception has the script to run. Or they are too new for this library.
    /// </exception>
    public async Task EnsureTablesAsync(CancellationToken ct = default)
    {
        await using var connection = await OpenConnectionAsync(ct);
        await TableSetup.EnsureAsync(_sql.Tables, connection, ct);
        await Bound.EnsureAsync(connection, ct);
    }

    /// <inheritdoc />
    public Task<DbConnection> OpenConnectionAsync(CancellationToken ct = default) => _connect.OpenAsync(ct);

    /// <summary>
    /// Writes <em>committed</em> within a local transaction. The row becomes valid when that transaction commits. Call it once, before
    /// any other statement, and roll back when it throws.
    /// </summary>
    /// <param name="transaction">The open local transaction.</param>
    /// <param name="id">The transaction to which the local transaction belongs.</param>
    /// <param name="ct">Ends the wait for the database.</param>
    /// <exception cref="TransactionFencedException">A check has rolled the transaction back. This is final.</exception>
    /// <exception cref="TransactionAlreadyCommittedException">
    /// A local transaction under this id is committed already. This is final.
    /// </exception>
    /// <exception cref="TransactionPurgedException">The id is so old that outcomes of its time are purged. It was decided long ago.</exception>
    /// <exception cref="TableVersionException">The tables have an older version. Nothing was written.</exception>
    /// <exception cref="DbException">
    /// The database failed. The outcome is not known, see the remarks of the class.
    /// </exception>
    public async Task RecordCommittedAsync(DbTransaction transaction, TransactionId id, CancellationToken ct = default)
    {
        ArgumentNullException.ThrowIfNull(transaction);
        try
        {
            var (written, isPurged) = await InsertCommittedAsync(transaction, id, ct);
            if (written)
            {
                if (isPurged)
                    throw new TransactionPurgedException(id);
                return;
            }

            await using var select = transaction.Statement(_sql.SelectOutcome, ("@id", id.Value));
            throw Lost(id, OutcomeSql.Read(id, await select.ExecuteScalarAsync(ct)), null) ?? new TransactionPurgedException(id);
        }
        catch (DbException stale) when (DatabaseError.IsStaleSnapshot(_dialect, stale))
        {
            // This local transaction has lost in any case. It cannot read the outcome, because its snapshot is older.
            if (Lost(id, await CheckAsync(id, ct), stale) is { } lost)
                throw lost;
            throw;
        }
    }

    /// <summary>
    /// Reads the outcome of a local transaction. When there is none, writes <em>rolled back</em>, so that the local transaction can never
    /// commit.
    /// </summary>
    /// <param name="id">The transaction.</param>
    /// <param name="ct">Ends the wait for the database.</param>
    /// <returns>
    /// Committed or rolled back, which are final. In progress, while a local transaction is open. Purged, without a row and below the bound of
    /// <see cref="PurgeAsync" />.
    /// </returns>
    /// <exception cref="TableVersionException">The tables have an older version. Nothing was written.</exception>
    /// <exception cref="DbException">The database failed, and the outcome is not known.</exception>
    public async Task<CheckResult> CheckAsync(TransactionId id, CancellationToken ct = default)
    {
        // SQLite waits for its lock by blocking the thread, so it must not run on the caller's thread, which may be an actor's.
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

    /// <inheritdoc />
    /// <remarks>
    /// Never delete by age: a transaction may wait for its check for days, for example when it is parked. A check that does not find its
    /// <em>committed</em> row would fence it as <em>rolled back</em>. Only ids made by <see cref="TransactionId.FromGuid" /> from a UUIDv7
    /// have a time, so only these are deleted. The caller's own ids stay, and so do rows with a business key, those of other producer groups,
    /// and those of libraries that recorded no group.
    /// </remarks>
    /// <exception cref="InvalidOperationException">The store has no producer group, or another one. Nothing was deleted.</exception>
    public async Task<long> PurgeAsync(FinalTransactions final, TimeSpan keepAtLeast, CancellationToken ct = default)
    {
        ArgumentNullException.ThrowIfNull(final);
        ArgumentOutOfRangeException.ThrowIfLessThan(keepAtLeast, TimeSpan.Zero);
        if (ProducerGroup != final.Group)
        {
            throw new InvalidOperationException(
                $"The outcomes of {final.Group} are to be purged, but the store has the producer group {ProducerGroup?.Value ?? "(none)"}. Set OutcomeStore.ProducerGroup.");
        }

        await using var connection = await OpenConnectionAsync(ct);
        var (stands, now) = await Bound.ReadAsync(connection, _sql.Tables, ct);
        // A coordinator whose clock is far ahead must not close the fence for ever.
        var before = await FenceAsync(final.Except, stands, Math.Min(final.Before.ToUnixTimeMilliseconds(), now), ct);
        if (before > stands)
            await Bound.RaiseAsync(connection, before, ct);
        _purge ??= new OutcomePurge(_sql.Tables, _sql.Purge, Bound.Group);
        return await _purge.RunAsync(connection, before, now - (long)keepAtLeast.TotalMilliseconds, final.Except, ct);
    }

    /// <summary>
    /// Checks the excepted ids between the bound and the next one, because a later check would find no outcome and write none. Returns the next
    /// bound: the time of the first whose local transaction is open, or the one that was wanted.
    /// </summary>
    private async Task<long> FenceAsync(IReadOnlyCollection<TransactionId> except, long stands, long before, CancellationToken ct)
    {
        var passed = from id in except
                     let time = Watermark.TimeOf(id)
                     where time >= stands && time < before
                     orderby time
                     select (Id: id, Time: time.Value);
        foreach (var open in passed)
        {
            if ((await CheckAsync(open.Id, ct)).Verdict is CheckVerdict.InProgress)
                return open.Time;
        }

        return before;
    }

    /// <summary>
    /// Lists messages of committed local transactions that the coordinator refused after it was restored from a backup, the oldest first. They
    /// are in this table only. Send them again under new ids if they are wanted, and then call <see cref="DiscardRefusedAsync" />.
    /// </summary>
    /// <param name="most">Most transactions to list.</param>
    /// <param name="ct">Ends the wait for the database.</param>
    /// <exception cref="InvalidOperationException">The store has no producer group.</exception>
    public Task<IReadOnlyList<RefusedMessages>> ListRefusedAsync(int most = 100, CancellationToken ct = default)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(most, 1);
        return RequireMessages().ListRefusedAsync(most, ct);
    }

    /// <summary>Deletes messages that <see cref="ListRefusedAsync" /> lists, after somebody has dealt with them.</summary>
    /// <returns>False when no messages of this transaction are refused.</returns>
    /// <exception cref="InvalidOperationException">The store has no producer group.</exception>
    public Task<bool> DiscardRefusedAsync(TransactionId id, CancellationToken ct = default) => RequireMessages().DiscardRefusedAsync(id, ct);

    /// <summary>Kept messages of the producer group; <c>null</c> when the store has no group.</summary>
    internal MessageStore? Messages => _messages ??= ProducerGroup is { } group ? new MessageStore(_dialect, group, OpenConnectionAsync) : null;

    private MessageStore RequireMessages() =>
        Messages ?? throw new InvalidOperationException("The store has no producer group, so it keeps no messages. Set OutcomeStore.ProducerGroup.");

    /// <summary>Returns a store of the same database for a producer group.</summary>
    internal OutcomeStore WithGroup(ProducerGroup? group) => new(_dialect, _connect) { LockWait = LockWait, ProducerGroup = group };

    private object Group => ProducerGroup is { } group ? group.Value : DBNull.Value;

    private PurgeBound Bound => _bound ??= new PurgeBound(_dialect, ProducerGroup);

    private async Task<(bool Written, bool IsPurged)> InsertCommittedAsync(DbTransaction transaction, TransactionId id, CancellationToken ct)
    {
        if (_dialect != SqlDialect.Sqlite)
            return await InsertAsync(transaction, _sql.InsertCommitted, null, id, ct);
        // The insert took the writer lock, so nobody raises the bound until the end of the transaction.
        return await InsertOnSqliteAsync(transaction, id, ct)
            ? (true, PurgeBound.Covers(id, await Bound.ReadAsync(transaction, ct)))
            : (false, false);
    }

    /// <summary>Inserts an outcome in PostgreSQL, and tells whether its id is below the bound of the purge.</summary>
    private async Task<(bool Written, bool IsPurged)> InsertAsync(
        DbTransaction transaction, string sql, int? timeoutSeconds, TransactionId id, CancellationToken ct)
    {
        await using var insert = transaction.Statement(sql, ("@id", id.Value), ("@group", Group), Bound.Group);
        insert.CommandTimeout = timeoutSeconds ?? insert.CommandTimeout;
        var (written, isSnapshot, bound) = await insert.ExecuteWriteAsync(_sql.Tables, ReadAsync, ct);
        if (written && isSnapshot)
            bound = await Bound.ReadAsync(transaction, ct);
        return (written, PurgeBound.Covers(id, bound));

        async Task<(bool, bool, object)> ReadAsync()
        {
            await using var results = await insert.ExecuteReaderAsync(ct);
            await results.ReadAsync(ct);
            var isNew = results.GetInt64(0) > 0;
            await results.NextResultAsync(ct);
            await results.ReadAsync(ct);
            return (isNew, results.GetBoolean(0), results.GetValue(1));
        }
    }

    private async Task<bool> InsertOnSqliteAsync(DbTransaction transaction, TransactionId id, CancellationToken ct)
    {
        await using var insert = transaction.Statement(_sql.InsertCommitted, ("@id", id.Value), ("@group", Group));
        return await SqliteWrite.ExecuteAsync(insert, _sql.Tables, ct) > 0;
    }

    // A single statement is the shortest transaction, and an outcome that it finds never changes.
    private async Task<CheckResult> CheckByStatementAsync(DbConnection connection, TransactionId id, CancellationToken ct)
    {
        await using (var settings = connection.Statement(OutcomeSql.SqliteCheckSettings(LockWait), null))
            await settings.ExecuteNonQueryAsync(ct);
        // Reading needs no lock, so an existing outcome is returned at once, also while others write.
        await using var select = connection.Statement(_sql.SelectOutcome, null, ("@id", id.Value));
        return await select.ExecuteScalarAsync(ct) is { } outcome
            ? OutcomeSql.Read(id, outcome)
            : await FenceOrReadAsync(connection, id, ct);
    }

    private async Task<CheckResult> CheckInTransactionAsync(DbConnection connection, TransactionId id, CancellationToken ct)
    {
        // Always READ COMMITTED: the check must see the row that made its insert fail.
        await using var transaction = await connection.BeginTransactionAsync(IsolationLevel.ReadCommitted, ct);
        await using (var settings = connection.Statement(OutcomeSql.PostgreSqlCheckSettings(LockWait), transaction))
            await settings.ExecuteNonQueryAsync(ct);
        var (written, isPurged) = await InsertAsync(transaction, _sql.InsertRolledBack, CheckTimeoutSeconds(), id, ct);
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
            _sql.InsertRolledBack, null, ("@id", id.Value), ("@group", Group), ("@time", time), Bound.Group);
        insert.CommandTimeout = CheckTimeoutSeconds();
        if (await insert.ExecuteWriteAsync(_sql.Tables, ct) > 0)
            return CheckResult.RolledBack();
        await using var select = connection.Statement($"SELECT {PurgeBound.Value}", null, Bound.Group);
        return await ReadAsync(connection, null, id, PurgeBound.Covers(id, await select.ExecuteScalarAsync(ct)), ct);
    }

    private async Task<CheckResult> ReadAsync(
        DbConnection connection, DbTransaction? transaction, TransactionId id, bool isPurged, CancellationToken ct)
    {
        await using var select = connection.Statement(_sql.SelectOutcome, transaction, ("@id", id.Value));
        var outcome = await select.ExecuteScalarAsync(ct);
        return outcome is null && isPurged ? CheckResult.Purged() : OutcomeSql.Read(id, outcome);
    }

    // For SQLite this is the wait for the lock, at least one second. In PostgreSQL lock_timeout ends the wait long before.
    private int CheckTimeoutSeconds() =>
        (int)Math.Ceiling(LockWait.TotalSeconds) + (_dialect == SqlDialect.Sqlite ? 0 : 5);

    private static Exception? Lost(TransactionId id, CheckResult stands, Exception? inner) => stands.Verdict switch
    {
        CheckVerdict.RolledBack => new TransactionFencedException(id, inner),
        CheckVerdict.Committed => new TransactionAlreadyCommittedException(id, inner),
        CheckVerdict.Purged => new TransactionPurgedException(id, inner),
        _ => null,
    };
}

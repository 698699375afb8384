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
/// <b>Write the row first.</b> Call <see cref="IOutcomeStore.RecordCommittedAsync" /> before the first business statement. From then on the open local
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
public sealed class OutcomeStore : IKeyedOutcomeStore
{
    /// <summary>Version of the tables that this library creates and needs.</summary>
    public const int TableVersion = OutcomeTables.Version;

    private static readonly TimeSpan DefaultLockWait = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan DefaultKeyWait = TimeSpan.FromSeconds(5);

    private readonly SqlDialect _dialect;
    private readonly Func<DbConnection> _connect;
    private readonly OutcomeSql _sql;
    private KeyedOutcomes? _keys;
    private PurgeBound? _bound;
    private OutcomeInsert? _inserts;
    private OutcomeCheck? _check;
    private OutcomePurge? _purge;
    private MessageStore? _messages;
    private StoredMessages? _stored;

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
    /// Time that a local transaction waits on PostgreSQL for another one under its key, 1 millisecond or more. On SQLite it waits for the writer
    /// lock, as for any other writer. Default: 5 seconds.
    /// </summary>
    public TimeSpan KeyWait { get; init; } = DefaultKeyWait;

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
    public Task RecordCommittedAsync(DbTransaction transaction, TransactionId id, CancellationToken ct = default) =>
        RecordAsync(transaction, id, null, ct);

    /// <inheritdoc />
    /// <exception cref="InvalidOperationException">The store has no producer group.</exception>
    public Task RecordCommittedAsync(DbTransaction transaction, TransactionId id, BusinessKey key, CancellationToken ct = default)
    {
        ArgumentNullException.ThrowIfNull(key);
        RequireGroup("keys");
        return RecordAsync(transaction, id, key, ct);
    }

    /// <inheritdoc />
    public Task RecordNoMessagesAsync(DbTransaction transaction, TransactionId id, CancellationToken ct = default) =>
        Keys.RecordNoMessagesAsync(transaction, id, ct);

    /// <inheritdoc />
    /// <exception cref="InvalidOperationException">The store has no producer group.</exception>
    public Task<KeyedOutcome?> FindKeyAsync(string key, CancellationToken ct = default) => Keys.FindAsync(key, ct);

    /// <inheritdoc />
    /// <remarks>Outcomes of the caller's own ids have no time, and stay.</remarks>
    /// <exception cref="InvalidOperationException">The store has no producer group.</exception>
    public async Task<long> PurgeKeysAsync(FinalTransactions final, TimeSpan keep, CancellationToken ct = default)
    {
        ArgumentNullException.ThrowIfNull(final);
        ArgumentOutOfRangeException.ThrowIfLessThan(keep, TimeSpan.Zero);
        await using var connection = await OpenConnectionAsync(ct);
        var (stands, now) = await Bound.ReadAsync(connection, _sql.Tables, ct);
        return await Keys.PurgeAsync(connection, stands, now - (long)keep.TotalMilliseconds, final.Except, ct);
    }

    /// <inheritdoc />
    /// <exception cref="InvalidOperationException">The store has no producer group.</exception>
    public Task<long> CountKeysAsync(CancellationToken ct = default) => Keys.CountAsync(ct);

    private async Task RecordAsync(DbTransaction transaction, TransactionId id, BusinessKey? key, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(transaction);
        try
        {
            var (written, isPurged) = await Inserts.CommittedAsync(transaction, id, key, ct);
            if (written)
            {
                if (isPurged)
                    throw new TransactionPurgedException(id);
                return;
            }

            // The key first: a transaction whose key is taken has lost, whatever stands under its id.
            if (key is not null)
                await Keys.ThrowIfTakenAsync(transaction, id, key, ct);
            await using var select = transaction.Statement(_sql.SelectOutcome, ("@id", id.Value));
            throw Lost(id, OutcomeSql.Read(id, await select.ExecuteScalarAsync(ct)), null) ?? new TransactionPurgedException(id);
        }
        catch (DbException busy) when (key is not null && DatabaseError.IsLockWait(_dialect, busy) && !DatabaseError.IsStaleSnapshot(_dialect, busy))
        {
            throw new KeyBusyException(key.Value, busy);
        }
        catch (DbException stale) when (DatabaseError.IsStaleSnapshot(_dialect, stale))
        {
            // This local transaction has lost in any case. It cannot read the outcome, because its snapshot is older.
            if (key is not null)
                await Keys.ThrowIfTakenAsync(id, key, stale, ct);
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
            return await Check.RunAsync(connection, id, ct);
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
    /// Lists messages of committed local transactions that the coordinator refused when they were handed over, the oldest first. They
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

    /// <summary>Stored messages of the producer group; <c>null</c> when the store has no group.</summary>
    internal StoredMessages? Stored => _stored ??= ProducerGroup is { } group ? new StoredMessages(_dialect, group, OpenConnectionAsync) : null;

    private MessageStore RequireMessages() =>
        Messages ?? throw new InvalidOperationException("The store has no producer group, so it keeps no messages. Set OutcomeStore.ProducerGroup.");

    /// <summary>Returns a store of the same database for a producer group.</summary>
    internal OutcomeStore WithGroup(ProducerGroup? group) => new(_dialect, _connect) { LockWait = LockWait, KeyWait = KeyWait, ProducerGroup = group };

    private PurgeBound Bound => _bound ??= new PurgeBound(_dialect, ProducerGroup);

    private OutcomeInsert Inserts => _inserts ??= new OutcomeInsert(_dialect, _sql, Bound, ProducerGroup, KeyWait);

    private OutcomeCheck Check => _check ??= new OutcomeCheck(_dialect, _sql, Bound, Inserts, LockWait);

    private KeyedOutcomes Keys
    {
        get
        {
            RequireGroup("keys");
            return _keys ??= new KeyedOutcomes(_sql.Tables, KeySql.Of(_dialect, KeyWait), ProducerGroup!.Value, OpenConnectionAsync);
        }
    }

    private void RequireGroup(string what)
    {
        if (ProducerGroup is null)
            throw new InvalidOperationException($"The store has no producer group, so it has no {what}. Set OutcomeStore.ProducerGroup.");
    }

    private static Exception? Lost(TransactionId id, CheckResult stands, Exception? inner) => stands.Verdict switch
    {
        CheckVerdict.RolledBack => new TransactionFencedException(id, inner),
        CheckVerdict.Committed => new TransactionAlreadyCommittedException(id, inner),
        CheckVerdict.Purged => new TransactionPurgedException(id, inner),
        _ => null,
    };
}

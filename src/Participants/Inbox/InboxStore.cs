using System.Data.Common;
using Coordinator.Contracts;
using Coordinator.Contracts.Consuming;
using Coordinator.Participants.Fence;

namespace Coordinator.Participants.Inbox;

/// <summary>
/// The inbox: a table in the consuming service's own database with the messages that had their effect. The row is written in the same
/// database transaction as the effect, so a redelivery has no second effect.
/// </summary>
/// <remarks>
/// When two copies are handled at once, the second waits for the first. If the first commits, the second gets <c>false</c>. If the first
/// rolls back, the second gets <c>true</c>. Under REPEATABLE READ and SERIALIZABLE, PostgreSQL fails the second with SQLSTATE 40001
/// instead. SQLite fails a deferred transaction that has read before with SQLITE_BUSY_SNAPSHOT. In both cases roll back, and the message
/// is delivered again.
/// </remarks>
/// <param name="dialect">SQL dialect of the database.</param>
public sealed class InboxStore(SqlDialect dialect)
{
    /// <summary>Version of the tables that this library creates and needs.</summary>
    public const int TableVersion = InboxTables.Version;

    private readonly InboxSql _sql = InboxSql.Of(dialect);

    /// <summary>Returns the script that creates the tables, for services that create their tables themselves. It can be repeated.</summary>
    public static string Ddl(SqlDialect dialect) => InboxTables.Of(dialect).Ddl;

    /// <summary>Returns the script that upgrades tables of an older version, see <see cref="OutcomeStore.Ddl(SqlDialect, int)" />.</summary>
    /// <param name="dialect">SQL dialect of the database.</param>
    /// <param name="from">Version of the tables, which must be below <see cref="TableVersion" />.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no upgrade from this version.</exception>
    public static string Ddl(SqlDialect dialect, int from) => InboxTables.Of(dialect).Upgrade(from);

    /// <summary>Creates the tables if they are missing. Safe to call from many processes at once.</summary>
    /// <param name="connection">An open connection without a transaction.</param>
    /// <param name="ct">Ends the wait for the database.</param>
    /// <exception cref="TableVersionException">
    /// The tables have an older version, and the exception has the script to run. Or they are too new for this library.
    /// </exception>
    public Task EnsureTablesAsync(DbConnection connection, CancellationToken ct = default)
    {
        ArgumentNullException.ThrowIfNull(connection);
        return TableSetup.EnsureAsync(_sql.Tables, connection, ct);
    }

    /// <summary>
    /// Records a message within a database transaction, with its place in the queue, by which a purge finds it. Call it before the effect.
    /// </summary>
    /// <param name="transaction">The open transaction of the effect.</param>
    /// <param name="delivery">The delivery. Each consumer group has its own effect.</param>
    /// <param name="message">The message.</param>
    /// <param name="ct">Ends the wait for the database.</param>
    /// <returns>
    /// <c>true</c>: the message is new. <c>false</c>: it was handled, so skip the effect and acknowledge. Its effect exists, or the delivery is
    /// below the bound of <see cref="PurgeAsync" />, where everything was settled.
    /// </returns>
    /// <exception cref="TableVersionException">The tables have an older version. Nothing was written.</exception>
    /// <exception cref="DbException">Among others 40001, at REPEATABLE READ and SERIALIZABLE: roll back, and the message comes again.</exception>
    public async Task<bool> TryRecordAsync(
        DbTransaction transaction, DeliveryId delivery, MessageId message, CancellationToken ct = default)
    {
        ArgumentNullException.ThrowIfNull(transaction);
        var of = InboxBound.Parameters(delivery.Group, delivery.Queue, delivery.Epoch);
        (string, object) offset = ("@offset", delivery.Offset);
        var (written, isSettled) = await InsertAsync(transaction, [.. of, offset, ("@message", message.ToString())], ct);
        if (written && (isSettled ?? await InboxBound.CoversAsync(dialect, transaction, [.. of, offset], ct)))
        {
            await TakeBackAsync(transaction, delivery.Group, message, ct);
            return false;
        }

        return written;
    }

    /// <summary>
    /// Deletes rows of messages that never come again. Never delete by age: a message may be delivered again after days, for example as a replayed
    /// dead letter, and would have a second effect.
    /// </summary>
    /// <remarks>
    /// Before the first row goes, the bound is committed in <c>coordinator_purge_bounds</c>. From then on <see cref="TryRecordAsync" /> takes a
    /// delivery below it for one that was settled. Rows without an offset stay, and so do rows of another epoch.
    /// </remarks>
    /// <param name="connection">An open connection without a transaction.</param>
    /// <param name="settled">Deliveries that never come again.</param>
    /// <param name="keepAtLeast">Time for which a row stays in any case, by the clock of the database.</param>
    /// <param name="ct">Ends the work between two batches. The next call deletes the rest.</param>
    /// <returns>Number of deleted rows.</returns>
    /// <exception cref="TableVersionException">The tables have an older version. Nothing was deleted.</exception>
    public async Task<long> PurgeAsync(
        DbConnection connection, SettledDeliveries settled, TimeSpan keepAtLeast, CancellationToken ct = default)
    {
        ArgumentNullException.ThrowIfNull(connection);
        ArgumentNullException.ThrowIfNull(settled);
        ArgumentOutOfRangeException.ThrowIfLessThan(keepAtLeast, TimeSpan.Zero);
        var bound = await InboxBound.RaiseAsync(dialect, _sql.Tables, connection, settled, ct);
        var of = InboxBound.Parameters(settled.Group, settled.Queue, settled.Epoch);
        return await InboxPurge.RunAsync(_sql, connection, of, bound, keepAtLeast, ct);
    }

    /// <summary>Removes the row of a message that the same transaction has recorded and not handled.</summary>
    internal async Task TakeBackAsync(DbTransaction transaction, ConsumerGroup group, MessageId message, CancellationToken ct)
    {
        await using var takeBack = transaction.Statement(_sql.TakeBack, ("@group", group.Value), ("@message", message.ToString()));
        await takeBack.ExecuteNonQueryAsync(ct);
    }

    /// <summary>Inserts the row. Tells whether the bound covers the delivery; <c>null</c> when it is to be read by itself.</summary>
    private async Task<(bool Written, bool? IsSettled)> InsertAsync(
        DbTransaction transaction, (string Name, object Value)[] row, CancellationToken ct)
    {
        await using var insert = transaction.Statement(_sql.Insert, row);
        if (dialect == SqlDialect.Sqlite)
            return (await SqliteWrite.ExecuteAsync(insert, _sql.Tables, ct) > 0, null);
        return await insert.ExecuteWriteAsync(_sql.Tables, ReadAsync, ct);

        async Task<(bool, bool?)> ReadAsync()
        {
            await using var results = await insert.ExecuteReaderAsync(ct);
            await results.ReadAsync(ct);
            var isNew = results.GetInt64(0) > 0;
            await results.NextResultAsync(ct);
            await results.ReadAsync(ct);
            return (isNew, results.GetBoolean(0) ? null : results.GetValue(1) is true);
        }
    }
}

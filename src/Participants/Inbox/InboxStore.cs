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
    /// <returns><c>true</c>: the message is new. <c>false</c>: its effect exists already, so skip the effect and acknowledge.</returns>
    /// <exception cref="TableVersionException">The tables have an older version. Nothing was written.</exception>
    public async Task<bool> TryRecordAsync(
        DbTransaction transaction, DeliveryId delivery, MessageId message, CancellationToken ct = default)
    {
        ArgumentNullException.ThrowIfNull(transaction);
        await using var insert = transaction.Statement(
            _sql.Insert,
            ("@group", delivery.Group.Value),
            ("@message", message.ToString()),
            ("@topic", delivery.Queue.Topic.Value),
            ("@queue", delivery.Queue.Number),
            ("@offset", delivery.Offset));
        return await insert.ExecuteWriteAsync(_sql.Tables, ct) > 0;
    }

    /// <summary>
    /// Deletes the rows of all transactions whose ids are below the coordinator's watermark. Never delete by age: a message may be
    /// delivered again after days, for example as a replayed dead letter, and would have a second effect.
    /// </summary>
    /// <param name="connection">An open connection without a transaction.</param>
    /// <param name="group">The group whose deliveries below the watermark are all settled.</param>
    /// <param name="watermark">
    /// Watermark of the coordinator. The caller's own transaction ids stay.
    /// </param>
    /// <param name="ct">Ends the work between two batches. The next call deletes the rest.</param>
    /// <returns>Number of deleted rows.</returns>
    /// <exception cref="ArgumentException">The watermark is not made from a UUIDv7.</exception>
    public Task<long> DeleteBelowAsync(
        DbConnection connection, ConsumerGroup group, TransactionId watermark, CancellationToken ct = default)
    {
        ArgumentNullException.ThrowIfNull(connection);
        return connection.DeleteInBatchesAsync(
            _sql.Tables, _sql.DeleteBelow, ct, ("@group", group.Value), ("@watermark", Watermark.Require(watermark)));
    }
}

using System.Data.Common;
using Coordinator.Contracts;
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
    private readonly InboxSql _sql = InboxSql.Of(dialect);

    /// <summary>Returns the statement that creates the table, for services that create their tables themselves.</summary>
    public static string Ddl(SqlDialect dialect) => InboxSql.Of(dialect).Ddl;

    /// <summary>Creates the table if it is missing. Safe to call from many processes at once.</summary>
    /// <param name="connection">An open connection without a transaction.</param>
    /// <param name="ct">Ends the wait for the database.</param>
    public Task EnsureTablesAsync(DbConnection connection, CancellationToken ct = default)
    {
        ArgumentNullException.ThrowIfNull(connection);
        return TableSetup.CreateAsync(dialect, connection, _sql.Ddl, ct);
    }

    /// <summary>Records a message within a database transaction. Call it before the effect.</summary>
    /// <param name="transaction">The open transaction of the effect.</param>
    /// <param name="group">The consumer group. Each group has its own effect.</param>
    /// <param name="message">The message.</param>
    /// <param name="ct">Ends the wait for the database.</param>
    /// <returns><c>true</c>: the message is new. <c>false</c>: its effect exists already, so skip the effect and acknowledge.</returns>
    public async Task<bool> TryRecordAsync(
        DbTransaction transaction, ConsumerGroup group, MessageId message, CancellationToken ct = default)
    {
        ArgumentNullException.ThrowIfNull(transaction);
        await using var insert = transaction.Statement(_sql.Insert, ("@group", group.Value), ("@message", message.ToString()));
        return await insert.ExecuteNonQueryAsync(ct) > 0;
    }

    /// <summary>
    /// Deletes the rows of all transactions whose ids are below the coordinator's watermark. Never delete by age: a message may be
    /// delivered again after days, for example as a replayed dead letter, and would have a second effect.
    /// </summary>
    /// <param name="connection">An open connection without a transaction.</param>
    /// <param name="group">The group whose deliveries below the watermark are all settled.</param>
    /// <param name="watermark">
    /// Watermark of the coordinator, see <see cref="OutcomeStore.DeleteBelowAsync" />. The caller's own transaction ids stay.
    /// </param>
    /// <param name="ct">Ends the work between two batches. The next call deletes the rest.</param>
    /// <returns>Number of deleted rows.</returns>
    /// <exception cref="ArgumentException">The watermark is not made from a UUIDv7.</exception>
    public Task<long> DeleteBelowAsync(
        DbConnection connection, ConsumerGroup group, TransactionId watermark, CancellationToken ct = default)
    {
        ArgumentNullException.ThrowIfNull(connection);
        return connection.DeleteInBatchesAsync(
            _sql.DeleteBelow, ct, ("@group", group.Value), ("@watermark", Watermark.Require(watermark)));
    }
}

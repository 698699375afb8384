using System.Data.Common;
using Coordinator.Contracts;
using Coordinator.Participants.Fence;

namespace Coordinator.Participants.Inbox;

/// <summary>
/// A table in the consuming service's own database that remembers which messages had their effect: written in the same
/// database transaction as the effect, so that a redelivery has no second one.
/// </summary>
/// <remarks>
/// Of two copies that are handled at once, the second waits for the first: when that commits, the second is told
/// <c>false</c>; when it rolls back, the second goes ahead. Under REPEATABLE READ and SERIALIZABLE, PostgreSQL fails the
/// second with SQLSTATE 40001 instead, and SQLite a deferred transaction that has read before with SQLITE_BUSY_SNAPSHOT: roll
/// back and let the message come again.
/// </remarks>
/// <param name="dialect">What the database speaks.</param>
public sealed class InboxStore(SqlDialect dialect)
{
    private readonly InboxSql _sql = InboxSql.Of(dialect);

    /// <summary>The statement that creates the table, for those who create their tables themselves.</summary>
    public static string Ddl(SqlDialect dialect) => InboxSql.Of(dialect).Ddl;

    /// <summary>Creates the table where it is missing. Safe to call from many processes at once.</summary>
    /// <param name="connection">An open connection without a transaction.</param>
    /// <param name="ct">Ends the wait for the database.</param>
    public Task EnsureTablesAsync(DbConnection connection, CancellationToken ct = default)
    {
        ArgumentNullException.ThrowIfNull(connection);
        return TableSetup.CreateAsync(dialect, connection, _sql.Ddl, ct);
    }

    /// <summary>Remembers the message within a database transaction. Call it before the effect.</summary>
    /// <param name="transaction">The open transaction that the effect belongs to.</param>
    /// <param name="group">The consumer group: each group has its own effect.</param>
    /// <param name="message">The message.</param>
    /// <param name="ct">Ends the wait for the database.</param>
    /// <returns><c>true</c>: go ahead. <c>false</c>: done before, so leave the effect out and acknowledge.</returns>
    public async Task<bool> TryRecordAsync(
        DbTransaction transaction, ConsumerGroup group, MessageId message, CancellationToken ct = default)
    {
        ArgumentNullException.ThrowIfNull(transaction);
        await using var insert = transaction.Statement(_sql.Insert, ("@group", group.Value), ("@message", message.ToString()));
        return await insert.ExecuteNonQueryAsync(ct) > 0;
    }

    /// <summary>
    /// Forgets all messages of transactions whose ids are below the coordinator's watermark. Never delete by age: a message may
    /// come again after days (a long back-off, a replayed dead letter), and would have its effect a second time.
    /// </summary>
    /// <param name="connection">An open connection without a transaction.</param>
    /// <param name="group">The group whose deliveries below the watermark are all settled.</param>
    /// <param name="watermark">
    /// As for <see cref="OutcomeStore.DeleteBelowAsync" />; the caller's own transaction ids stay.
    /// </param>
    /// <param name="ct">Ends the work between two batches; the rest is deleted next time.</param>
    /// <returns>How many rows were deleted.</returns>
    /// <exception cref="ArgumentException">The watermark is not made from a UUIDv7.</exception>
    public Task<long> DeleteBelowAsync(
        DbConnection connection, ConsumerGroup group, TransactionId watermark, CancellationToken ct = default)
    {
        ArgumentNullException.ThrowIfNull(connection);
        return connection.DeleteInBatchesAsync(
            _sql.DeleteBelow, ct, ("@group", group.Value), ("@watermark", Watermark.Require(watermark)));
    }
}

using System.Data;
using System.Data.Common;
using Coordinator.Contracts;
using Coordinator.Contracts.Messages;

namespace Coordinator.Participants.Fence;

/// <summary>Messages of committed local transactions, which the coordinator gets again when it has forgotten them.</summary>
/// <remarks>
/// Every kept message is handed over after a restore, however the commit of its local transaction and the hand-over fall together. A hand-over
/// commits its beginning first. A local transaction whose prepare is older than that keeps nothing, and is rolled back. Those that stored their
/// messages before have ended when the hand-over looks for the last position.
/// </remarks>
/// <param name="dialect">SQL dialect of the database.</param>
/// <param name="group">Producer group of the messages.</param>
/// <param name="connectAsync">Opens a connection.</param>
internal sealed class MessageStore(SqlDialect dialect, ProducerGroup group, Func<CancellationToken, Task<DbConnection>> connectAsync)
{
    private static readonly TimeSpan LookForEnd = TimeSpan.FromMilliseconds(50);

    private readonly MessageSql _sql = MessageSql.Of(dialect);
    private readonly TableSet _tables = OutcomeTables.Of(dialect);

    private (string Name, object Value) Group => ("@group", group.Value);

    /// <summary>Stores messages within a local transaction.</summary>
    /// <param name="transaction">The local transaction.</param>
    /// <param name="id">The transaction.</param>
    /// <param name="messages">Its messages.</param>
    /// <param name="epoch">Epoch of the coordinator that has prepared them.</param>
    /// <param name="ct">Ends the wait for the database.</param>
    /// <returns>False when the coordinator was restored since then, and what it lost is handed over already. Nothing was stored.</returns>
    public async Task<bool> KeepAsync(
        DbTransaction transaction, TransactionId id, IReadOnlyList<Message> messages, long epoch, CancellationToken ct)
    {
        await using var insert = transaction.Statement(
            _sql.Keep, ("@id", id.Value), Group, ("@messages", KeptMessages.ToBytes(id, group, messages)), ("@epoch", epoch));
        return await insert.ExecuteWriteAsync(_tables, ct) > 0;
    }

    /// <summary>Returns the epoch up to which everything is handed over.</summary>
    public async Task<long> HandedOverAsync(CancellationToken ct)
    {
        await using var connection = await connectAsync(ct);
        return await LongAsync(connection, null, MessageSql.ReadBound, ct, ("@name", MessageSql.Ended), Group);
    }

    /// <summary>Begins a hand-over, and returns the last position of what it has to hand over.</summary>
    /// <param name="epoch">Epoch of the coordinator.</param>
    /// <param name="ct">Ends the wait for local transactions that have stored messages and are not committed.</param>
    /// <exception cref="DbException">Among others a lock that local transactions at REPEATABLE READ hold. Try again later.</exception>
    public async Task<long> BeginAsync(long epoch, CancellationToken ct)
    {
        await using var connection = await connectAsync(ct);
        await using (var transaction = await connection.BeginTransactionAsync(
            dialect.Choose(IsolationLevel.Serializable, IsolationLevel.ReadCommitted), ct))
        {
            if (dialect == SqlDialect.PostgreSql)
                await ExecuteAsync(connection, transaction, MessageSql.ChangePurgeBound, ct, Group);
            await ExecuteAsync(connection, transaction, MessageSql.RaiseBound, ct, ("@name", MessageSql.Begun), Group, ("@bound", epoch));
            await transaction.CommitAsync(ct);
        }

        if (dialect == SqlDialect.PostgreSql)
            await AwaitEarlierAsync(connection, ct);
        return await LongAsync(connection, null, MessageSql.LastPosition, ct);
    }

    /// <summary>Ends a hand-over: nothing of an earlier epoch is left.</summary>
    public async Task EndAsync(long epoch, CancellationToken ct)
    {
        await using var connection = await connectAsync(ct);
        await ExecuteAsync(connection, null, MessageSql.RaiseBound, ct, ("@name", MessageSql.Ended), Group, ("@bound", epoch));
    }

    /// <summary>Reads kept messages in the order in which they were stored.</summary>
    public async Task<IReadOnlyList<KeptMessages>> ReadAsync(long after, long upTo, int most, CancellationToken ct)
    {
        await using var connection = await connectAsync(ct);
        return await ReadAsync(
            connection,
            MessageSql.ReadPage,
            row => new KeptMessages(row.GetInt64(0), new TransactionId(row.GetString(1)), KeptMessages.Read(row, 2)),
            ct, Group, ("@after", after), ("@up_to", upTo), ("@most", most));
    }

    /// <summary>Records that the coordinator refused messages. They stay until they are discarded.</summary>
    public async Task RefuseAsync(TransactionId id, string refusal, CancellationToken ct)
    {
        await using var connection = await connectAsync(ct);
        await ExecuteAsync(connection, null, MessageSql.Refuse, ct, ("@id", id.Value), ("@refusal", refusal));
    }

    public async Task<IReadOnlyList<RefusedMessages>> ListRefusedAsync(int most, CancellationToken ct)
    {
        await using var connection = await connectAsync(ct);
        return await ReadAsync(
            connection,
            MessageSql.ListRefused,
            row => new RefusedMessages(
                new TransactionId(row.GetString(0)), KeptMessages.Read(row, 1), row.GetString(2), DateTimeOffset.FromUnixTimeMilliseconds(row.GetInt64(3))),
            ct, Group, ("@most", most));
    }

    public async Task<long> CountRefusedAsync(CancellationToken ct)
    {
        await using var connection = await connectAsync(ct);
        return await LongAsync(connection, null, MessageSql.CountRefused, ct, Group);
    }

    public async Task<bool> DiscardRefusedAsync(TransactionId id, CancellationToken ct)
    {
        await using var connection = await connectAsync(ct);
        return await ExecuteAsync(connection, null, MessageSql.DeleteRefused, ct, ("@id", id.Value)) > 0;
    }

    /// <summary>Deletes kept messages by their age, a few at a time, and returns their number.</summary>
    public async Task<long> PurgeAsync(TimeSpan keep, CancellationToken ct)
    {
        await using var connection = await connectAsync(ct);
        var total = 0L;
        int deleted;
        do
        {
            deleted = await ExecuteAsync(connection, null, _sql.PurgeOldest, ct, Group, ("@keep_ms", (long)keep.TotalMilliseconds));
            total += deleted;
        }
        while (deleted == MessageSql.PurgeSize);

        return total;
    }

    /// <summary>Waits until every transaction has ended that began to write before. SQLite has one writer at a time.</summary>
    private static async Task AwaitEarlierAsync(DbConnection connection, CancellationToken ct)
    {
        var newest = await LongAsync(connection, null, MessageSql.NewestTransaction, ct);
        while (await LongAsync(connection, null, MessageSql.OldestTransaction, ct) <= newest)
            await Task.Delay(LookForEnd, ct);
    }

    private async Task<int> ExecuteAsync(
        DbConnection connection, DbTransaction? transaction, string sql, CancellationToken ct, params (string Name, object Value)[] parameters)
    {
        await using var command = connection.Statement(sql, transaction, parameters);
        return await command.ExecuteWriteAsync(_tables, ct);
    }

    private static async Task<long> LongAsync(
        DbConnection connection, DbTransaction? transaction, string sql, CancellationToken ct, params (string Name, object Value)[] parameters)
    {
        await using var command = connection.Statement(sql, transaction, parameters);
        return (long)(await command.ExecuteScalarAsync(ct))!;
    }

    private static async Task<IReadOnlyList<T>> ReadAsync<T>(
        DbConnection connection, string sql, Func<DbDataReader, T> read, CancellationToken ct, params (string Name, object Value)[] parameters)
    {
        await using var command = connection.Statement(sql, null, parameters);
        await using var rows = await command.ExecuteReaderAsync(ct);
        var found = new List<T>();
        while (await rows.ReadAsync(ct))
            found.Add(read(rows));
        return found;
    }
}

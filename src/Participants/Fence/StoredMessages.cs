using System.Data;
using System.Data.Common;
using System.Text.Json;
using Coordinator.Contracts;
using Coordinator.Contracts.Messages;

namespace Coordinator.Participants.Fence;

/// <summary>Messages of committed local transactions that the coordinator did not take in time, and that wait for their hand-over.</summary>
/// <remarks>
/// <para>
/// <b>Order.</b> A local transaction that stores messages locks the rows of their ordering keys first, and gets its position after that. So positions
/// ascend in the order in which the local transactions of a key commit. As long as a row says that messages of a key are stored, every instance
/// stores later ones too. The row is changed after the coordinator has taken the messages, and so what is sent after that comes behind them.
/// </para>
/// <para>
/// <b>Several instances.</b> A lease lets one instance hand over at a time. That only saves work: what is handed over twice is taken once, and each
/// instance goes by the order of the positions.
/// </para>
/// </remarks>
/// <param name="dialect">SQL dialect of the database.</param>
/// <param name="group">Producer group of the messages.</param>
/// <param name="connectAsync">Opens a connection.</param>
internal sealed class StoredMessages(SqlDialect dialect, ProducerGroup group, Func<CancellationToken, Task<DbConnection>> connectAsync)
{
    private readonly StoredSql _sql = StoredSql.Of(dialect);
    private readonly TableSet _tables = OutcomeTables.Of(dialect);

    private (string Name, object Value) Group => ("@group", group.Value);

    /// <summary>Tells within a local transaction whether earlier messages of some ordering keys are stored.</summary>
    public async Task<bool> AnyAsync(DbTransaction transaction, IReadOnlyList<StoredKey> keys, CancellationToken ct)
    {
        if (keys.Count == 0)
            return false;
        await using var count = transaction.Statement(_sql.CountKeys, Group, Keys(keys));
        return await count.ExecuteWriteAsync(_tables, async () => Convert.ToInt64(await count.ExecuteScalarAsync(ct), null), ct) > 0;
    }

    /// <summary>Stores messages within a local transaction.</summary>
    public async Task StoreAsync(DbTransaction transaction, TransactionId id, IReadOnlyList<Message> messages, CancellationToken ct)
    {
        if (StoredKey.Of(messages) is { Count: > 0 } keys)
        {
            await using var add = transaction.Statement(_sql.AddKeys, Group, Keys(keys));
            await add.ExecuteWriteAsync(_tables, ct);
        }

        await using var insert = transaction.Statement(_sql.Store, ("@id", id.Value), Group, ("@messages", KeptMessages.ToBytes(id, group, messages)));
        await insert.ExecuteWriteAsync(_tables, ct);
    }

    /// <summary>Counts the transactions whose messages are stored.</summary>
    public Task<long> CountAsync(CancellationToken ct) => CountAsync(StoredSql.Count, ct);

    /// <summary>Tells whether the coordinator has taken the messages of a transaction; <c>null</c>: they wait.</summary>
    public async Task<bool?> IsTakenAsync(TransactionId id, CancellationToken ct)
    {
        await using var connection = await connectAsync(ct);
        await using var read = connection.Statement(StoredSql.State, null, ("@id", id.Value), Group);
        return await read.ExecuteScalarAsync(ct) switch
        {
            "waiting" => null,
            "refused" => false,
            _ => true,
        };
    }

    /// <summary>Tells whether any messages are stored.</summary>
    public async Task<bool> HasAnyAsync(CancellationToken ct) => await CountAsync(StoredSql.HasAny, ct) > 0;

    /// <summary>Takes or renews the lease of whoever hands over.</summary>
    /// <param name="owner">Name of this instance.</param>
    /// <param name="lease">Time after which another instance may take it, by the clock of the database.</param>
    /// <param name="ct">Ends the wait for the database.</param>
    /// <returns>False when another instance has it.</returns>
    public async Task<bool> TryLeaseAsync(string owner, TimeSpan lease, CancellationToken ct)
    {
        await using var connection = await connectAsync(ct);
        await using var take = connection.Statement(_sql.Lease, null, Group, ("@owner", owner), ("@lease_ms", (long)lease.TotalMilliseconds));
        return await take.ExecuteNonQueryAsync(ct) > 0;
    }

    /// <summary>Gives the lease back.</summary>
    public async Task EndLeaseAsync(string owner, CancellationToken ct)
    {
        await using var connection = await connectAsync(ct);
        await using var end = connection.Statement(StoredSql.EndLease, null, Group, ("@owner", owner));
        await end.ExecuteNonQueryAsync(ct);
    }

    /// <summary>Reads the oldest stored messages in their order.</summary>
    /// <param name="most">Most transactions.</param>
    /// <param name="bytes">Bytes after which no further transaction is read.</param>
    /// <param name="ct">Ends the wait for the database.</param>
    public async Task<IReadOnlyList<KeptMessages>> ReadAsync(int most, long bytes, CancellationToken ct)
    {
        await using var connection = await connectAsync(ct);
        await using var read = connection.Statement(StoredSql.ReadOldest, null, Group, ("@most", most), ("@bytes", bytes));
        await using var rows = await read.ExecuteReaderAsync(ct);
        var page = new List<KeptMessages>();
        while (await rows.ReadAsync(ct))
            page.Add(new KeptMessages(rows.GetInt64(0), new TransactionId(rows.GetString(1)), KeptMessages.Read(rows, 2)));
        return page;
    }

    /// <summary>Records the coordinator's answers, and takes the transactions from the rows of their keys, in one database transaction.</summary>
    /// <param name="answers">The answers, in the order of the positions.</param>
    /// <param name="keep">True when taken messages are kept for a coordinator that is restored.</param>
    /// <param name="ct">Ends the wait for the database.</param>
    /// <returns>Number of transactions that do not wait any more by this call.</returns>
    public async Task<int> SettleAsync(IReadOnlyList<HandOverAnswer> answers, bool keep, CancellationToken ct)
    {
        await using var connection = await connectAsync(ct);
        await using var transaction = await connection.BeginTransactionAsync(
            dialect.Choose(IsolationLevel.Serializable, IsolationLevel.ReadCommitted), ct);
        var settled = 0;
        var left = new SortedDictionary<StoredKey, long>();
        foreach (var answer in answers)
        {
            if (await EndAsync(transaction, answer, keep, ct) == 0)
                continue;
            settled++;
            foreach (var key in StoredKey.Of(answer.Stored.Messages))
                left[key] = left.GetValueOrDefault(key) + 1;
        }

        foreach (var (key, count) in left)
            await RemoveAsync(transaction, key, count, ct);
        await transaction.CommitAsync(ct);
        return settled;
    }

    private async Task<long> CountAsync(string sql, CancellationToken ct)
    {
        await using var connection = await connectAsync(ct);
        await using var count = connection.Statement(sql, null, Group);
        return Convert.ToInt64(await count.ExecuteScalarAsync(ct), null);
    }

    private async Task<int> EndAsync(DbTransaction transaction, HandOverAnswer answer, bool keep, CancellationToken ct)
    {
        var id = ("@id", (object)answer.Stored.Id.Value);
        await using var end = answer.Refusal is { } refusal
            ? transaction.Statement(StoredSql.Refuse, id, Group, ("@refusal", refusal))
            : transaction.Statement(keep ? _sql.Keep : StoredSql.Delete, id, Group, ("@epoch", answer.Epoch));
        return await end.ExecuteNonQueryAsync(ct);
    }

    private async Task RemoveAsync(DbTransaction transaction, StoredKey key, long count, CancellationToken ct)
    {
        (string, object)[] names = [Group, ("@topic", key.Topic), ("@key", key.Key)];
        await using var remove = transaction.Statement(StoredSql.RemoveFromKey, [.. names, ("@count", count)]);
        await remove.ExecuteNonQueryAsync(ct);
        await using var delete = transaction.Statement(StoredSql.DeleteKey, names);
        await delete.ExecuteNonQueryAsync(ct);
    }

    private static (string Name, object Value) Keys(IReadOnlyList<StoredKey> keys) =>
        ("@keys", JsonSerializer.Serialize(keys.Select(key => new[] { key.Topic, key.Key })));
}

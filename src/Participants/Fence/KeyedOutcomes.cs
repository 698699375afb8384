using System.Data.Common;
using System.Text.Json;
using Coordinator.Contracts;

namespace Coordinator.Participants.Fence;

/// <summary>Reads and purges the outcomes with keys of a producer group.</summary>
internal sealed class KeyedOutcomes(
    TableSet tables, KeySql sql, ProducerGroup group, Func<CancellationToken, Task<DbConnection>> connectAsync)
{
    private (string Name, object Value) Group => ("@group", group.Value);

    public async Task<KeyedOutcome?> FindAsync(string key, CancellationToken ct)
    {
        await using var connection = await connectAsync(ct);
        return await FindAsync(connection, null, key, ct);
    }

    /// <summary>Reads the key within a local transaction that could not write its row.</summary>
    public async Task ThrowIfTakenAsync(DbTransaction transaction, TransactionId id, BusinessKey key, CancellationToken ct) =>
        ThrowIfTaken(await FindAsync(transaction.Connection!, transaction, key.Value, ct), id, key, null);

    /// <summary>Reads the key for a local transaction whose snapshot is too old to see it.</summary>
    public async Task ThrowIfTakenAsync(TransactionId id, BusinessKey key, Exception cause, CancellationToken ct) =>
        ThrowIfTaken(await FindAsync(key.Value, ct), id, key, cause);

    public async Task RecordNoMessagesAsync(DbTransaction transaction, TransactionId id, CancellationToken ct)
    {
        await using var update = transaction.Statement(KeySql.NoMessages, ("@id", id.Value), ("@digest", Array.Empty<byte>()));
        await update.ExecuteWriteAsync(tables, ct);
    }

    public async Task<long> CountAsync(CancellationToken ct)
    {
        await using var connection = await connectAsync(ct);
        await using var count = connection.Statement(KeySql.Count, null, Group);
        return await count.ExecuteWriteAsync(tables, async () => (long)(await count.ExecuteScalarAsync(ct))!, ct);
    }

    /// <summary>Deletes old outcomes with keys below a bound that stands already, a batch at a time.</summary>
    public async Task<long> PurgeAsync(
        DbConnection connection, long bound, long recordedBefore, IReadOnlyCollection<TransactionId> except, CancellationToken ct)
    {
        var total = 0L;
        int deleted;
        do
        {
            ct.ThrowIfCancellationRequested();
            await using var purge = connection.Statement(
                sql.Purge, null, Group, ("@before", Contracts.Common.IdTime.Lowest(bound)), ("@recorded_before", recordedBefore),
                ("@except", JsonSerializer.Serialize(except.Select(id => id.Value))));
            deleted = await purge.ExecuteWriteAsync(tables, ct);
            total += deleted;
        }
        while (deleted == Watermark.BatchSize);

        return total;
    }

    private async Task<KeyedOutcome?> FindAsync(DbConnection connection, DbTransaction? transaction, string key, CancellationToken ct)
    {
        await using var select = connection.Statement(KeySql.Find, transaction, Group, ("@key", key));
        return await select.ExecuteWriteAsync(tables, ReadAsync, ct);

        async Task<KeyedOutcome?> ReadAsync()
        {
            await using var row = await select.ExecuteReaderAsync(ct);
            if (!await row.ReadAsync(ct))
                return null;
            // A null of the type byte[] would become an empty digest, which says that there are no messages.
            var digest = await row.IsDBNullAsync(1, ct) ? null : (ReadOnlyMemory<byte>?)row.GetFieldValue<byte[]>(1);
            return new KeyedOutcome(new TransactionId(row.GetString(0)), digest);
        }
    }

    private static void ThrowIfTaken(KeyedOutcome? winner, TransactionId id, BusinessKey key, Exception? cause)
    {
        // A second local transaction of the same attempt finds its own row, which its id tells as well.
        if (winner is null || winner.Id == id)
            return;
        throw winner.IsSame(key)
            ? new KeyAlreadyCommittedException(key.Value, winner, cause)
            : new KeyConflictException(key.Value, winner.Id, cause);
    }
}

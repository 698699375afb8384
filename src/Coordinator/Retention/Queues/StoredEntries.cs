using System.Data.Common;
using System.Globalization;
using Coordinator.Contracts;
using Coordinator.Persistence;
using Coordinator.Topics.Log;
using Coordinator.Topics.Schemas;
using Coordinator.Transactions.Schemas;

namespace Coordinator.Retention.Queues;

/// <summary>
/// Reads of the entries of queues only what retention needs: their sizes, and the transactions that they belong to. The same SQL serves both
/// engines.
/// </summary>
/// <param name="database">Database of the journal.</param>
/// <param name="known">Transactions that need not be asked for.</param>
internal sealed class StoredEntries(Database database, KnownFinal known)
{
    // Enough for a field with the longest id of a transaction.
    private const string SelectHeads =
        "SELECT sequence_number, LENGTH(message), SUBSTR(message, 1, 128) FROM journal " +
        "WHERE persistence_id = @queue AND sequence_number >= @from AND sequence_number < @before ORDER BY sequence_number";

    private const string SelectSize =
        "SELECT COALESCE(SUM(LENGTH(message)), 0) FROM journal " +
        "WHERE persistence_id = @queue AND sequence_number >= @from AND sequence_number < @before";

    // A deletion that was cut short leaves rows below the bound.
    private const string SelectLeftover =
        "SELECT b.persistence_id FROM coordinator_journal_bounds b " +
        "WHERE b.persistence_id LIKE 'q-%' AND EXISTS (" +
        "SELECT 1 FROM journal j WHERE j.persistence_id = b.persistence_id AND j.sequence_number < b.first_kept)";

    // Persistence/Sql/topics.*.sql adds the index for it.
    private const string SelectCopies =
        $"SELECT ordering, persistence_id FROM journal WHERE manifest = '{TopicSchemas.Copied}' AND ordering > @after ORDER BY ordering LIMIT @most";

    private const int MostTransactions = 500;

    /// <summary>Reads the clock of the database; <c>null</c> on SQLite, which has that of the machine.</summary>
    public async Task<DateTimeOffset?> NowAsync(CancellationToken ct)
    {
        if (database.Engine == StorageEngine.Sqlite)
            return null;
        await using var connection = await database.OpenAsync(ct);
        await using var command = connection.CreateCommand();
        command.CommandText = "SELECT (extract(epoch FROM clock_timestamp()) * 1000)::bigint";
        return DateTimeOffset.FromUnixTimeMilliseconds((long)(await command.ExecuteScalarAsync(ct))!);
    }

    /// <summary>Reads the entries from one offset to before another.</summary>
    public async Task<IReadOnlyList<StoredEntry>> ReadAsync(QueueId queue, long from, long before, CancellationToken ct)
    {
        await LeaveCallerThread();
        await using var connection = await database.OpenAsync(ct);
        await using var command = Range(connection, SelectHeads, queue, from, before);
        await using var rows = await command.ExecuteReaderAsync(ct);
        var entries = new List<StoredEntry>();
        while (await rows.ReadAsync(ct))
            entries.Add(new StoredEntry(rows.GetInt64(0), rows.GetInt64(1), EntryTransaction.Of((byte[])rows.GetValue(2))));
        return entries;
    }

    /// <summary>Reads the bytes of the entries from one offset to before another.</summary>
    public async Task<long> SizeAsync(QueueId queue, long from, long before, CancellationToken ct)
    {
        await LeaveCallerThread();
        await using var connection = await database.OpenAsync(ct);
        await using var command = Range(connection, SelectSize, queue, from, before);
        return Convert.ToInt64(await command.ExecuteScalarAsync(ct), CultureInfo.InvariantCulture);
    }

    /// <summary>Reads the queues whose bound is in force and that still have rows below it.</summary>
    public async Task<IReadOnlyList<QueueId>> LeftoverAsync(CancellationToken ct)
    {
        await LeaveCallerThread();
        await using var connection = await database.OpenAsync(ct);
        await using var command = connection.CreateCommand();
        command.CommandText = SelectLeftover;
        await using var rows = await command.ExecuteReaderAsync(ct);
        var queues = new List<QueueId>();
        while (await rows.ReadAsync(ct))
            queues.Add(QueueName.Parse(rows.GetString(0)[QueueName.QueuePrefix.Length..]));
        return queues;
    }

    /// <summary>
    /// Finds the first entry whose transaction is committed, and of which the journal does not know that all its queues have it. Its append may
    /// be repeated, and is found by its entry.
    /// </summary>
    public async Task<StoredEntry?> FirstAwaitedAsync(IReadOnlyList<StoredEntry> entries, CancellationToken ct)
    {
        await LeaveCallerThread();
        var asked = entries.Where(entry => entry.Transaction is not { } transaction || !known.Has(transaction)).ToList();
        if (asked.Count == 0)
            return null;
        await using var connection = await database.OpenAsync(ct);
        foreach (var some in asked.Chunk(MostTransactions))
        {
            var open = await OpenAsync(connection, [.. some.Select(entry => entry.Transaction).OfType<TransactionId>().Distinct()], ct);
            if (some.FirstOrDefault(entry => entry.Transaction is not { } transaction || open.Contains(transaction)) is { } awaited)
                return awaited;
        }

        return null;
    }

    /// <summary>Reads copies that groups keep of entries, from a place in the journal on.</summary>
    public async Task<IReadOnlyList<StoredCopy>> CopiesAsync(long after, int most, CancellationToken ct)
    {
        await LeaveCallerThread();
        await using var connection = await database.OpenAsync(ct);
        await using var command = connection.CreateCommand();
        command.CommandText = SelectCopies;
        command.Add("@after", after);
        command.Add("@most", most);
        await using var rows = await command.ExecuteReaderAsync(ct);
        var copies = new List<StoredCopy>();
        while (await rows.ReadAsync(ct))
        {
            var (group, queue, offset) = QueueName.ParseCopy(rows.GetString(1));
            copies.Add(new StoredCopy(rows.GetInt64(0), group, queue, offset));
        }

        return copies;
    }

    /// <summary>Deletes a copy.</summary>
    public async Task DeleteAsync(StoredCopy copy, CancellationToken ct)
    {
        await LeaveCallerThread();
        await using var connection = await database.OpenAsync(ct);
        await using var command = connection.CreateCommand();
        command.CommandText = "DELETE FROM journal WHERE persistence_id = @id";
        command.Add("@id", QueueName.PersistenceId(copy.Queue, copy.Group, copy.Offset));
        await command.ExecuteNonQueryAsync(ct);
    }

    /// <summary>Selects the transactions that have events, and none that ends their appends.</summary>
    private static async Task<HashSet<TransactionId>> OpenAsync(DbConnection connection, TransactionId[] transactions, CancellationToken ct)
    {
        var open = new HashSet<TransactionId>();
        if (transactions.Length == 0)
            return open;
        await using var command = connection.CreateCommand();
        for (var i = 0; i < transactions.Length; i++)
            command.Add($"@t{i.ToString(CultureInfo.InvariantCulture)}", QueueName.PersistenceId(transactions[i]));
        command.CommandText =
            $"""
            SELECT persistence_id FROM journal
            WHERE persistence_id IN ({string.Join(',', command.Parameters.Cast<DbParameter>().Select(parameter => parameter.ParameterName))})
            GROUP BY persistence_id
            HAVING MAX(CASE WHEN manifest IN ('{TransactionSchemas.Completed}', '{TransactionSchemas.Appended}') THEN 1 ELSE 0 END) = 0
            """;
        await using var rows = await command.ExecuteReaderAsync(ct);
        while (await rows.ReadAsync(ct))
            open.Add(new TransactionId(rows.GetString(0)[QueueName.TransactionPrefix.Length..]));
        return open;
    }

    private static DbCommand Range(DbConnection connection, string sql, QueueId queue, long from, long before)
    {
        var command = connection.CreateCommand();
        command.CommandText = sql;
        command.Add("@queue", QueueName.PersistenceId(queue));
        command.Add("@from", from);
        command.Add("@before", before);
        return command;
    }

    /// <summary>Leaves the caller's thread. SQLite's asynchronous methods run synchronously and would block an actor's thread.</summary>
    private static async Task LeaveCallerThread() =>
        await Task.CompletedTask.ConfigureAwait(ConfigureAwaitOptions.ForceYielding);
}

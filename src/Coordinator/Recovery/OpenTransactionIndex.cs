using System.Data.Common;
using System.Globalization;
using Coordinator.Contracts;
using Coordinator.Persistence;
using Coordinator.Transactions;
using Coordinator.Transactions.Schemas;

namespace Coordinator.Recovery;

/// <summary>
/// Index that reads the journal itself. A transaction starts with a prepare, and the manifests of its later events tell its phase.
/// Rollbacks before the prepare are those of other producer groups, and are skipped. Most transactions end soon after their prepare. One
/// query therefore reads the ends in the range that follows. Only a transaction without an end there needs a query for its own events,
/// which costs ten times as much.
/// </summary>
/// <remarks>
/// The same SQL serves SQLite and PostgreSQL. <c>Persistence/Sql/open-transactions.*.sql</c> adds the index that makes prepares
/// cheap to find.
/// </remarks>
internal sealed class OpenTransactionIndex(Database database) : ICountedTransactionIndex
{
    private const int Final = 4;

    // Number of orderings after the last prepare of a page that are searched for ends.
    private const int EndSearchRange = 10_000;

    // Selects the highest phase in OpenPhase among the events of the transaction.
    private const string SelectProgress = $"""
        SELECT p.ordering, p.persistence_id, p.created, (
          SELECT MAX(CASE e.manifest
            WHEN '{TransactionSchemas.Completed}' THEN 4 WHEN '{TransactionSchemas.Appended}' THEN 4
            WHEN '{TransactionSchemas.RolledBack}' THEN 4
            WHEN '{TransactionSchemas.Committed}' THEN 3 WHEN '{TransactionSchemas.Parked}' THEN 2 ELSE 1 END)
          FROM journal e WHERE e.persistence_id = p.persistence_id AND e.sequence_number >= p.sequence_number), p.head
        FROM (SELECT ordering, persistence_id, sequence_number, created, substr(message, 1, 1024) AS head FROM journal WHERE manifest = '{TransactionSchemas.Prepared}' AND
        """;

    public async Task<long> HighestOrderingAsync(CancellationToken cancellationToken)
    {
        await LeaveCallerThread();
        await using var connection = await database.OpenAsync(cancellationToken);
        await using var command = connection.CreateCommand();
        command.CommandText = "SELECT COALESCE(MAX(ordering), 0) FROM journal";
        return Convert.ToInt64(await command.ExecuteScalarAsync(cancellationToken), CultureInfo.InvariantCulture);
    }

    public async Task<OpenTransactionPage> ReadAsync(long after, long upTo, int rows, CancellationToken cancellationToken)
    {
        await LeaveCallerThread();
        await using var connection = await database.OpenAsync(cancellationToken);
        var prepares = await ReadPreparesAsync(connection, after, upTo, rows, cancellationToken);
        if (prepares.Count == 0)
            return new OpenTransactionPage([], ReadTo: null, Prepares: 0);
        var last = prepares[^1].Ordering;
        var ended = await ReadEndedAsync(connection, after, last + EndSearchRange, cancellationToken);
        var unclear = prepares.Where(prepare => ended.GetValueOrDefault(prepare.PersistenceId) < prepare.SequenceNumber).Select(prepare => prepare.Ordering).ToList();
        return new OpenTransactionPage(
            await ReadOpenAsync(connection, unclear, cancellationToken), prepares.Count < rows ? null : last, prepares.Count);
    }

    public async Task<IReadOnlyList<OpenTransaction>> ReadAgainAsync(
        IReadOnlyList<long> orderings, CancellationToken cancellationToken)
    {
        if (orderings.Count == 0)
            return [];
        await LeaveCallerThread();
        await using var connection = await database.OpenAsync(cancellationToken);
        return await ReadOpenAsync(connection, orderings, cancellationToken);
    }

    public async Task<PrepareCount> CountPreparesAsync(long after, long upTo, CancellationToken cancellationToken)
    {
        await LeaveCallerThread();
        await using var connection = await database.OpenAsync(cancellationToken);
        await using var command = connection.CreateCommand();
        command.CommandText =
            $"""
            SELECT COUNT(*), (SELECT deleted_to FROM coordinator_expiry) FROM journal
            WHERE manifest = '{TransactionSchemas.Prepared}' AND ordering > @after AND ordering <= @upTo
            """;
        command.Add("@after", after);
        command.Add("@upTo", upTo);
        await using var rows = await command.ExecuteReaderAsync(cancellationToken);
        await rows.ReadAsync(cancellationToken);
        return new PrepareCount(rows.GetInt64(0), rows.GetInt64(1));
    }

    private static async Task<List<(long Ordering, string PersistenceId, long SequenceNumber)>> ReadPreparesAsync(
        DbConnection connection, long after, long upTo, int rows, CancellationToken cancellationToken)
    {
        await using var command = connection.CreateCommand();
        command.CommandText = $"""
            SELECT ordering, persistence_id, sequence_number FROM journal
            WHERE manifest = '{TransactionSchemas.Prepared}' AND ordering > @after AND ordering <= @upTo ORDER BY ordering LIMIT @rows
            """;
        command.Add("@after", after);
        command.Add("@upTo", upTo);
        command.Add("@rows", rows);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var prepares = new List<(long, string, long)>();
        while (await reader.ReadAsync(cancellationToken))
            prepares.Add((reader.GetInt64(0), reader.GetString(1), reader.GetInt64(2)));
        return prepares;
    }

    /// <summary>Reads the sequence number of the last end of each persistence id.</summary>
    private static async Task<Dictionary<string, long>> ReadEndedAsync(
        DbConnection connection, long after, long upTo, CancellationToken cancellationToken)
    {
        await using var command = connection.CreateCommand();
        command.CommandText = $"""
            SELECT persistence_id, sequence_number FROM journal
            WHERE ordering > @after AND ordering <= @upTo
              AND manifest IN ('{TransactionSchemas.Completed}', '{TransactionSchemas.Appended}', '{TransactionSchemas.RolledBack}')
            """;
        command.Add("@after", after);
        command.Add("@upTo", upTo);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var ended = new Dictionary<string, long>(StringComparer.Ordinal);
        while (await reader.ReadAsync(cancellationToken))
        {
            var persistenceId = reader.GetString(0);
            ended[persistenceId] = Math.Max(ended.GetValueOrDefault(persistenceId), reader.GetInt64(1));
        }

        return ended;
    }

    private static async Task<List<OpenTransaction>> ReadOpenAsync(
        DbConnection connection, IReadOnlyList<long> orderings, CancellationToken cancellationToken)
    {
        if (orderings.Count == 0)
            return [];
        await using var command = connection.CreateCommand();
        var places = string.Join(',', orderings.Select(ordering => ordering.ToString(CultureInfo.InvariantCulture)));
        command.CommandText = $"{SelectProgress} ordering IN ({places})) p ORDER BY p.ordering";
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var open = new List<OpenTransaction>();
        while (await reader.ReadAsync(cancellationToken))
        {
            var progress = Convert.ToInt32(reader.GetValue(3), CultureInfo.InvariantCulture);
            if (progress >= Final)
                continue;
            var id = TransactionJournal.IdOf(reader.GetString(1));
            open.Add(new OpenTransaction(
                id,
                reader.GetInt64(0),
                (OpenPhase)progress,
                new DateTimeOffset(reader.GetInt64(2), TimeSpan.Zero),
                PreparedGroup.Of((byte[])reader.GetValue(4))));
        }

        return open;
    }

    /// <summary>Leaves the caller's thread. SQLite's asynchronous methods run synchronously and would block an actor's thread.</summary>
    private static async Task LeaveCallerThread() =>
        await Task.CompletedTask.ConfigureAwait(ConfigureAwaitOptions.ForceYielding);
}

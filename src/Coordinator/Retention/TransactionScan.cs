using System.Data.Common;
using System.Globalization;
using System.Text.Json;
using Coordinator.Persistence;
using Coordinator.Transactions.Schemas;

namespace Coordinator.Retention;

/// <summary>Reads the journal with SQL. The same texts serve SQLite and PostgreSQL, but for lists of ids.</summary>
internal sealed class TransactionScan(Database database) : ITransactionScan
{
    private const string Prepared = $"max(CASE WHEN j.manifest = '{TransactionSchemas.Prepared}' THEN j.sequence_number ELSE 0 END)";

    private const string IsKnown = $"""
        max(CASE WHEN j.manifest IN ('{TransactionSchemas.Prepared}', '{TransactionSchemas.Committed}', '{TransactionSchemas.Completed}',
          '{TransactionSchemas.Appended}', '{TransactionSchemas.Reported}', '{TransactionSchemas.RolledBack}', '{TransactionSchemas.Checked}',
          '{TransactionSchemas.Parked}') THEN 0 ELSE 1 END) = 0
        """;

    private const string IsEnded = $"""
        max(CASE WHEN j.manifest IN ('{TransactionSchemas.Completed}', '{TransactionSchemas.Appended}', '{TransactionSchemas.RolledBack}')
          THEN j.sequence_number ELSE 0 END) > {Prepared}
        """;

    /// <summary>
    /// Condition on the events <c>j</c> of a transaction: it is final, and every event is known. A rollback before the prepare is that of another
    /// producer group and ends nothing.
    /// </summary>
    public const string IsFinal = $"{IsKnown} AND {IsEnded}";

    private const string Select = $"""
        SELECT j.persistence_id, count(*), max(j.created), CASE
          WHEN NOT {IsKnown} THEN 5
          WHEN {IsEnded} THEN 4
          WHEN max(CASE WHEN j.manifest = '{TransactionSchemas.Committed}' THEN 1 ELSE 0 END) = 1 THEN 3
          WHEN max(CASE WHEN j.manifest = '{TransactionSchemas.Parked}' THEN 1 ELSE 0 END) = 1 THEN 2
          ELSE 1 END
        FROM journal j
        """;

    private bool _isOrdered;

    public async Task<IReadOnlyList<StoredTransaction>> ReadAsync(string after, string below, int most, CancellationToken ct)
    {
        await RequireOrderAsync(ct);
        return await ReadAsync(
            $"{Select} WHERE j.persistence_id > @after AND j.persistence_id < @below GROUP BY j.persistence_id ORDER BY j.persistence_id LIMIT @most",
            TransactionOf, ct, ("@after", after), ("@below", below), ("@most", most));
    }

    public async Task<IReadOnlyList<StoredTransaction>> ReadAsync(IReadOnlyCollection<string> persistenceIds, CancellationToken ct) =>
        database.Engine == StorageEngine.Sqlite
            ? await ReadAsync(
                $"{Select} WHERE j.persistence_id IN (SELECT value FROM json_each(@ids)) GROUP BY j.persistence_id",
                TransactionOf, ct, ("@ids", JsonSerializer.Serialize(persistenceIds)))
            : await ReadAsync(
                $"{Select} WHERE j.persistence_id = ANY(@ids) GROUP BY j.persistence_id",
                TransactionOf, ct, ("@ids", persistenceIds.ToArray()));

    public async Task<IReadOnlyList<FirstEvent>> ReadAsync(FirstEventKind first, long after, int most, CancellationToken ct)
    {
        var condition = first switch
        {
            FirstEventKind.Prepare => $"manifest = '{TransactionSchemas.Prepared}'",
            FirstEventKind.Tombstone => $"manifest = '{TransactionSchemas.RolledBack}' AND sequence_number = 1",
            _ => throw new ArgumentOutOfRangeException(nameof(first), first, "This kind of first event is unknown."),
        };
        return await ReadAsync(
            $"SELECT ordering, persistence_id, created FROM journal WHERE {condition} AND ordering > @after ORDER BY ordering LIMIT @most",
            row => new FirstEvent(row.GetInt64(0), row.GetString(1), row.GetInt64(2)), ct, ("@after", after), ("@most", most));
    }

    /// <summary>Some languages sort "aa" behind "z". There, ids below the bound would be overlooked, and called final although they are open.</summary>
    private async Task RequireOrderAsync(CancellationToken ct)
    {
        if (_isOrdered)
            return;
        var ordered = await ReadAsync(
            "SELECT CASE WHEN 't-0aa' < 't-0b' AND 't-09' < 't-0a' AND 't-0f' < 't-1' THEN 1 ELSE 0 END", row => row.GetInt32(0) == 1, ct);
        _isOrdered = ordered[0]
            ? true
            : throw new InvalidOperationException(
                "the collation of the database does not sort hexadecimal digits as bytes. Move the journal to a database with LC_COLLATE 'C'.");
    }

    private static StoredTransaction TransactionOf(DbDataReader row) => new(
        row.GetString(0), row.GetInt64(1), row.GetInt64(2), (StoredStage)Convert.ToInt32(row.GetValue(3), CultureInfo.InvariantCulture));

    private async Task<IReadOnlyList<TRow>> ReadAsync<TRow>(
        string sql, Func<DbDataReader, TRow> read, CancellationToken ct, params (string Name, object Value)[] parameters)
    {
        // SQLite's asynchronous methods run synchronously and would block an actor's thread.
        await Task.CompletedTask.ConfigureAwait(ConfigureAwaitOptions.ForceYielding);
        await using var connection = await database.OpenAsync(ct).ConfigureAwait(false);
        await using var command = connection.CreateCommand();
#pragma warning disable CA2100 // Every statement is made of constants.
        command.CommandText = sql;
#pragma warning restore CA2100
        foreach (var (name, value) in parameters)
            command.Add(name, value);

        await using var rows = await command.ExecuteReaderAsync(ct).ConfigureAwait(false);
        var found = new List<TRow>();
        while (await rows.ReadAsync(ct).ConfigureAwait(false))
            found.Add(read(rows));
        return found;
    }
}

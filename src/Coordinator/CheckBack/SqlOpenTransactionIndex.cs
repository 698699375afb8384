using System.Data.Common;
using System.Globalization;
using Coordinator.Contracts;
using Coordinator.Storage;

namespace Coordinator.CheckBack;

/// <summary>
/// The journal itself is the index. A transaction's first event is a prepare (manifest <c>tp</c>); the manifests of the
/// others say how far it came. Each prepare costs one look at the few events of its own persistence id.
/// </summary>
/// <remarks>
/// The same SQL serves SQLite and PostgreSQL. <c>Storage/Schema/open-transactions.*.sql</c> makes the prepares cheap to find.
/// </remarks>
internal sealed class SqlOpenTransactionIndex(Database database) : IOpenTransactionIndex
{
    private const string PersistenceIdPrefix = "t-";

    private const int Final = 4;

    // The highest of the numbers in OpenPhase that any event of the transaction stands for.
    private const string SelectProgress = """
        SELECT p.ordering, p.persistence_id, p.created, (
          SELECT MAX(CASE e.manifest WHEN 'tc' THEN 4 WHEN 'tr' THEN 4 WHEN 'tm' THEN 3 WHEN 'tq' THEN 2 ELSE 1 END)
          FROM journal e WHERE e.persistence_id = p.persistence_id)
        FROM (SELECT ordering, persistence_id, created FROM journal WHERE manifest = 'tp' AND
        """;

    public async Task<long> HighestOrderingAsync(CancellationToken cancellationToken)
    {
        await LeaveTheCallersThread();
        await using var connection = await database.OpenAsync(cancellationToken);
        await using var command = connection.CreateCommand();
        command.CommandText = "SELECT COALESCE(MAX(ordering), 0) FROM journal";
        return Convert.ToInt64(await command.ExecuteScalarAsync(cancellationToken), CultureInfo.InvariantCulture);
    }

    public async Task<OpenTransactionPage> ReadAsync(long after, long upTo, int rows, CancellationToken cancellationToken)
    {
        await LeaveTheCallersThread();
        await using var connection = await database.OpenAsync(cancellationToken);
        await using var command = connection.CreateCommand();
        command.CommandText =
            $"{SelectProgress} ordering > @after AND ordering <= @upTo ORDER BY ordering LIMIT @rows) p ORDER BY p.ordering";
        AddParameter(command, "@after", after);
        AddParameter(command, "@upTo", upTo);
        AddParameter(command, "@rows", rows);
        var (open, seen, last) = await ReadOpenAsync(command, cancellationToken);
        return new OpenTransactionPage(open, seen < rows ? null : last);
    }

    public async Task<IReadOnlyList<OpenTransaction>> ReadAgainAsync(
        IReadOnlyList<long> orderings, CancellationToken cancellationToken)
    {
        if (orderings.Count == 0)
            return [];
        await LeaveTheCallersThread();
        await using var connection = await database.OpenAsync(cancellationToken);
        await using var command = connection.CreateCommand();
        var places = string.Join(',', orderings.Select(ordering => ordering.ToString(CultureInfo.InvariantCulture)));
        command.CommandText = $"{SelectProgress} ordering IN ({places})) p ORDER BY p.ordering";
        return (await ReadOpenAsync(command, cancellationToken)).Open;
    }

    private static async Task<(List<OpenTransaction> Open, int Seen, long Last)> ReadOpenAsync(
        DbCommand command, CancellationToken cancellationToken)
    {
        var open = new List<OpenTransaction>();
        var seen = 0;
        var last = 0L;
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
        {
            seen++;
            last = reader.GetInt64(0);
            var progress = Convert.ToInt32(reader.GetValue(3), CultureInfo.InvariantCulture);
            if (progress >= Final)
                continue;
            var id = new TransactionId(reader.GetString(1)[PersistenceIdPrefix.Length..]);
            open.Add(new OpenTransaction(id, last, (OpenPhase)progress, new DateTimeOffset(reader.GetInt64(2), TimeSpan.Zero)));
        }

        return (open, seen, last);
    }

    private static void AddParameter(DbCommand command, string name, object value)
    {
        var parameter = command.CreateParameter();
        parameter.ParameterName = name;
        parameter.Value = value;
        command.Parameters.Add(parameter);
    }

    /// <summary>SQLite's driver has asynchronous methods that are not: without this they would hold an actor's thread.</summary>
    private static async Task LeaveTheCallersThread() =>
        await Task.CompletedTask.ConfigureAwait(ConfigureAwaitOptions.ForceYielding);
}

using System.Data.Common;
using Coordinator.Bench.Databases;

namespace Coordinator.Bench.Floors;

/// <summary>A row that the coordinator writes for each transaction.</summary>
/// <param name="Manifest">Which event it is.</param>
/// <param name="Bytes">How long its message is, on average.</param>
/// <param name="IsEntry">Of a queue's log; the others are of the transaction itself.</param>
internal sealed record RowShape(string Manifest, int Bytes, bool IsEntry)
{
    private const string Sql = "SELECT manifest, CAST(avg(length(message)) AS integer), count(*) FROM journal GROUP BY manifest";
    private const string EveryTransaction = "tp";
    private const string QueueEntry = "qe";

    /// <summary>The events that at least every other transaction has, as the journal says.</summary>
    public static async Task<IReadOnlyList<RowShape>> ReadAsync(DbConnection connection, CancellationToken ct)
    {
        var rows = await connection.QueryAsync(
            Sql, row => (Manifest: row.GetString(0), Bytes: row.GetInt32(1), Count: row.GetInt64(2)), ct);
        var transactions = rows.Where(row => row.Manifest == EveryTransaction).Sum(row => row.Count);
        return [.. rows
            .Where(row => 2 * row.Count > transactions)
            .Select(row => new RowShape(row.Manifest, row.Bytes, row.Manifest == QueueEntry))];
    }
}

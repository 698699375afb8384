using System.Data.Common;
using Coordinator.Bench.Databases;

namespace Coordinator.Bench.Floors;

/// <summary>Row that the coordinator writes for each transaction.</summary>
/// <param name="Manifest">Kind of the event.</param>
/// <param name="Bytes">Average length of the event's message.</param>
/// <param name="IsEntry">Whether the row belongs to a queue's log, and not to the transaction itself.</param>
internal sealed record RowShape(string Manifest, int Bytes, bool IsEntry)
{
    private const string Sql = "SELECT manifest, CAST(avg(length(message)) AS integer), count(*) FROM journal GROUP BY manifest";
    private const string EveryTransaction = "tp";
    private const string QueueEntry = "qe";

    /// <summary>Reads from the journal which events at least every other transaction has.</summary>
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

using System.Data.Common;
using System.Globalization;

namespace Coordinator.Bench.Databases;

/// <summary>Commands that each run in one expression.</summary>
internal static class Commands
{
    private const string CountOpenSql = """
        SELECT COUNT(*) FROM journal p WHERE p.manifest = 'tp' AND NOT EXISTS (
          SELECT 1 FROM journal e WHERE e.persistence_id = p.persistence_id AND e.manifest IN ('ta', 'tc', 'tr'))
        """;

    public static async Task<long> CountOpenTransactionsAsync(this DbConnection connection, CancellationToken ct) =>
        (await connection.QueryAsync(CountOpenSql, row => row.GetInt64(0), ct)).Single();

    public static async Task<long> LastOrderingAsync(this DbConnection connection, CancellationToken ct) =>
        (await connection.QueryAsync("SELECT coalesce(max(ordering), 0) FROM journal", row => row.GetInt64(0), ct)).Single();

    public static async Task<bool> HasRowsAsync(this DbConnection connection, long after, long upTo, CancellationToken ct) =>
        (await connection.QueryAsync(
            string.Create(CultureInfo.InvariantCulture, $"SELECT ordering FROM journal WHERE ordering > {after} AND ordering <= {upTo} LIMIT 1"),
            row => row.GetInt64(0), ct)).Count > 0;

    public static async Task ExecuteAsync(this DbConnection connection, string sql, CancellationToken ct)
    {
        await using var command = connection.CreateCommand();
        command.CommandText = sql;
        await command.ExecuteNonQueryAsync(ct);
    }

    public static async Task<List<T>> QueryAsync<T>(
        this DbConnection connection, string sql, Func<DbDataReader, T> read, CancellationToken ct)
    {
        await using var command = connection.CreateCommand();
        command.CommandText = sql;
        await using var rows = await command.ExecuteReaderAsync(ct);
        var all = new List<T>();
        while (await rows.ReadAsync(ct))
            all.Add(read(rows));
        return all;
    }
}

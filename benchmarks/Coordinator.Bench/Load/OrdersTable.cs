using System.Data.Common;
using Coordinator.Bench.Databases;

namespace Coordinator.Bench.Load;

/// <summary>Business table of the service, which records what was committed.</summary>
internal static class OrdersTable
{
    public const string Name = "orders";

    public static async Task CreateAsync(ServiceDatabase database, CancellationToken ct)
    {
        await using var connection = await database.OpenAsync(ct);
        await connection.ExecuteAsync(
            $"CREATE TABLE {Name} (life integer NOT NULL, number bigint NOT NULL, PRIMARY KEY (life, number))", ct);
    }

    /// <summary>Reads the committed rows: the life of the service that wrote each, and its number.</summary>
    public static Task<List<(int Life, long Number)>> ReadAsync(ServiceDatabase database, CancellationToken ct) =>
        QueryAsync(database, $"SELECT life, number FROM {Name}", ct);

    /// <summary>Deletes the committed rows, and returns them. So the table does not grow while somebody counts them.</summary>
    public static Task<List<(int Life, long Number)>> TakeAsync(ServiceDatabase database, CancellationToken ct) =>
        QueryAsync(database, $"DELETE FROM {Name} RETURNING life, number", ct);

    private static async Task<List<(int Life, long Number)>> QueryAsync(ServiceDatabase database, string sql, CancellationToken ct)
    {
        await using var connection = await database.OpenAsync(ct);
        return await connection.QueryAsync(sql, Read, ct);
    }

    private static (int Life, long Number) Read(DbDataReader row) => (row.GetInt32(0), row.GetInt64(1));
}

using Coordinator.Bench.Databases;
using Npgsql;

namespace Coordinator.Bench.Load;

/// <summary>Business table of the service, which records what was committed.</summary>
internal static class OrdersTable
{
    public const string Name = "orders";

    public static async Task CreateAsync(string database, CancellationToken ct)
    {
        await using var connection = new NpgsqlConnection(database);
        await connection.OpenAsync(ct);
        await connection.ExecuteAsync(
            $"CREATE TABLE {Name} (life integer NOT NULL, number bigint NOT NULL, PRIMARY KEY (life, number))", ct);
    }

    /// <summary>Reads the committed rows: the life of the service that wrote each, and its number.</summary>
    public static async Task<IReadOnlyList<(int Life, long Number)>> ReadAsync(string database, CancellationToken ct)
    {
        await using var connection = new NpgsqlConnection(database);
        await connection.OpenAsync(ct);
        return await connection.QueryAsync($"SELECT life, number FROM {Name}", row => (row.GetInt32(0), row.GetInt64(1)), ct);
    }
}

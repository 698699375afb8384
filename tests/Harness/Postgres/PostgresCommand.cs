using Npgsql;

namespace Coordinator.Harness.Postgres;

/// <summary>Executes statements on a connection of its own.</summary>
public static class PostgresCommand
{
    public static async Task ExecuteAsync(string connectionString, string sql)
    {
        await using var connection = new NpgsqlConnection($"{connectionString};Pooling=false");
        await connection.OpenAsync();
#pragma warning disable CA2100 // Statements of tests.
        await using var command = new NpgsqlCommand(sql, connection);
#pragma warning restore CA2100
        await command.ExecuteNonQueryAsync();
    }
}

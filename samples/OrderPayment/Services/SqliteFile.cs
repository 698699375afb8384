using Microsoft.Data.Sqlite;

namespace OrderPayment.Services;

/// <summary>Database of one service.</summary>
internal sealed class SqliteFile(string path)
{
    private readonly string _connectionString = new SqliteConnectionStringBuilder { DataSource = path }.ToString();

    /// <summary>Opens a connection.</summary>
    public SqliteConnection Connect()
    {
        var connection = new SqliteConnection(_connectionString);
        connection.Open();
        // WAL: readers do not wait for the writer. The provider waits for the writer's lock in steps of 150 ms, whereas SQLite
        // itself retries after a few.
        using var settings = connection.Command("PRAGMA journal_mode = WAL; PRAGMA busy_timeout = 800");
        settings.ExecuteNonQuery();
        return connection;
    }

    public async Task ExecuteAsync(string sql, CancellationToken ct, params (string Name, object? Value)[] parameters)
    {
        await using var connection = Connect();
        await using var command = connection.Command(sql, parameters);
        await command.ExecuteNonQueryAsync(ct);
    }
}

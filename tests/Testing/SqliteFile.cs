using Coordinator.Harness;
using Microsoft.Data.Sqlite;

namespace Coordinator.Testing;

/// <summary>SQLite database in WAL mode, in a file that is deleted with this object.</summary>
public sealed class SqliteFile : IDisposable
{
    private readonly TempDirectory _directory = new();

    public SqliteFile(string name = "test.db")
    {
        Path = _directory.File(name);
        ConnectionString = new SqliteConnectionStringBuilder { DataSource = Path }.ConnectionString;
        using var connection = Connect();
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = "PRAGMA journal_mode = WAL";
        command.ExecuteNonQuery();
    }

    /// <summary>The full path of the file.</summary>
    public string Path { get; }

    public string ConnectionString { get; }

    /// <summary>A new connection, not yet open.</summary>
    public SqliteConnection Connect() => new(ConnectionString);

    public void Dispose()
    {
        using (var connection = Connect())
            SqliteConnection.ClearPool(connection);
        _directory.Dispose();
    }
}

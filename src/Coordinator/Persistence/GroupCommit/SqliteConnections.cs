using Microsoft.Data.Sqlite;

namespace Coordinator.Persistence.GroupCommit;

internal static class SqliteConnections
{
    /// <summary>
    /// A connection that waits in SQLite itself, in small steps, for another connection's write to end; without this the
    /// provider would look again every 150 ms only. It is in no pool: one that failed must be gone when it is closed, with its
    /// transaction and its locks, and not be handed out again.
    /// </summary>
    public static SqliteConnection Open(string connectionString)
    {
        var connection = new SqliteConnection(
            new SqliteConnectionStringBuilder(connectionString) { Pooling = false }.ConnectionString);
        try
        {
            connection.Open();
            using var pragma = connection.CreateCommand();
            pragma.CommandText = "PRAGMA busy_timeout = 10000";
            pragma.ExecuteNonQuery();
            return connection;
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    public static SqliteCommand Prepare(SqliteConnection connection, string sql, params ReadOnlySpan<(string Name, SqliteType Type)> parameters)
    {
        var command = connection.CreateCommand();
        command.CommandText = sql;
        foreach (var (name, type) in parameters)
            command.Parameters.Add(name, type);
        command.Prepare();
        return command;
    }
}

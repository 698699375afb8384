using System.Data.Common;

namespace Coordinator.Participants.Fence;

/// <summary>Runs a statement that takes SQLite's writer lock within a transaction.</summary>
internal static class SqliteWrite
{
    /// <remarks>
    /// Microsoft.Data.Sqlite waits for a lock and for a stale snapshot alike, although a stale snapshot never recovers. A short first wait
    /// distinguishes them.
    /// </remarks>
    /// <exception cref="DbException">Among others SQLITE_BUSY_SNAPSHOT: another transaction wrote since this one has read.</exception>
    public static async Task<int> ExecuteAsync(DbCommand write, TableSet tables, CancellationToken ct)
    {
        var timeout = write.CommandTimeout;
        write.CommandTimeout = 1;
        try
        {
            return await write.ExecuteWriteAsync(tables, ct);
        }
        catch (DbException locked) when (timeout != 1
            && DatabaseError.IsLockWait(SqlDialect.Sqlite, locked) && !DatabaseError.IsStaleSnapshot(SqlDialect.Sqlite, locked))
        {
            write.CommandTimeout = timeout;
            return await write.ExecuteWriteAsync(tables, ct);
        }
    }
}

using System.Data;
using System.Data.Common;

namespace Coordinator.Participants.Fence;

/// <summary>Creates a table that may exist already. Many processes may do so at once.</summary>
internal static class TableSetup
{
    // CREATE TABLE IF NOT EXISTS fails in PostgreSQL when two of them run at once. An advisory lock runs them one after the other.
    private const string TakeLock = "SELECT pg_advisory_xact_lock(5301)";

    public static async Task CreateAsync(SqlDialect dialect, DbConnection connection, string ddl, CancellationToken ct)
    {
        if (dialect == SqlDialect.Sqlite)
        {
            await using var create = connection.Statement(ddl, null);
            await create.ExecuteNonQueryAsync(ct);
            return;
        }

        await using var transaction = await connection.BeginTransactionAsync(IsolationLevel.ReadCommitted, ct);
        await using (var create = connection.Statement($"{TakeLock}; {ddl}", transaction))
            await create.ExecuteNonQueryAsync(ct);
        await transaction.CommitAsync(ct);
    }
}

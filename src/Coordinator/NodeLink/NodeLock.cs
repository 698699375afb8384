using System.Data.Common;
using Coordinator.Persistence;

namespace Coordinator.NodeLink;

/// <summary>
/// Locks of nodes in their database, one for each incarnation of a node. PostgreSQL releases a lock as soon as the process that holds it
/// ends, because the kernel closes its connection.
/// </summary>
/// <param name="database">Database of all nodes.</param>
/// <param name="time">Clock.</param>
internal sealed class NodeLock(Database database, TimeProvider time)
{
    // Distinguishes these locks from those that others take in the same database.
    private const int Kind = 0x636F6F72;

    private static readonly TimeSpan LookInterval = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan RetryInterval = TimeSpan.FromSeconds(1);

    /// <summary>Returns true when nobody holds the lock of a node.</summary>
    /// <exception cref="DbException">The database does not answer.</exception>
    public async Task<bool> IsFreeAsync(int uid, CancellationToken ct)
    {
        await using var connection = await database.OpenAsync(ct);
        // Released at the end of the statement.
        return await ExecuteAsync(connection, "SELECT pg_try_advisory_xact_lock(@kind, @uid)", uid, ct) is true;
    }

    /// <summary>Holds the lock of a node until the end, and takes it again when the database had lost it.</summary>
    public async Task HoldAsync(int uid, CancellationToken end)
    {
        while (!end.IsCancellationRequested)
        {
            try
            {
                await HoldOnceAsync(uid, end);
            }
            catch (Exception lost) when (lost is not OutOfMemoryException)
            {
                await Task.Delay(RetryInterval, time, end).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }

    private async Task HoldOnceAsync(int uid, CancellationToken end)
    {
        await using var connection = await database.OpenAsync(end);
        await ExecuteAsync(connection, "SELECT pg_advisory_lock(@kind, @uid)", uid, end);
        while (!end.IsCancellationRequested)
        {
            await Task.Delay(LookInterval, time, end).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            await ExecuteAsync(connection, "SELECT @kind, @uid", uid, CancellationToken.None);
        }

        // The connection returns to its pool, and must not keep the lock there.
        await ExecuteAsync(connection, "SELECT pg_advisory_unlock(@kind, @uid)", uid, CancellationToken.None);
    }

    private static async Task<object?> ExecuteAsync(DbConnection connection, string sql, int uid, CancellationToken ct)
    {
        await using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.Add("kind", Kind);
        command.Add("uid", uid);
        return await command.ExecuteScalarAsync(ct);
    }
}

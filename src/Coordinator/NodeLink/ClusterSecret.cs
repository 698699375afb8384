using System.Data.Common;
using System.Text;
using Coordinator.Persistence;

namespace Coordinator.NodeLink;

/// <summary>
/// Secret in the database that the nodes of one cluster share. Whoever can read it can change every transaction anyway. It is read for
/// each new connection, so that it can be replaced while nodes run.
/// </summary>
internal sealed class ClusterSecret(Database database)
{
    /// <summary>A database that hangs must not cut the nodes from each other.</summary>
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(1);

    private volatile byte[]? _last;

    /// <summary>Returns the secret, or the last known one while the database does not answer.</summary>
    /// <exception cref="DbException">The database does not answer, and no secret is known.</exception>
    public async Task<byte[]> ReadAsync(CancellationToken ct)
    {
        if (_last is not { } last)
            return _last = await QueryAsync(ct);
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(ct);
        limit.CancelAfter(Limit);
        try
        {
            return _last = await QueryAsync(limit.Token);
        }
        catch (Exception silent) when (silent is DbException or OperationCanceledException && !ct.IsCancellationRequested)
        {
            return last;
        }
    }

    private async Task<byte[]> QueryAsync(CancellationToken ct)
    {
        await using var connection = await database.OpenAsync(ct);
        await using var query = connection.CreateCommand();
        query.CommandText = "SELECT secret FROM coordinator_cluster";
        return Encoding.UTF8.GetBytes((string)(await query.ExecuteScalarAsync(ct))!);
    }
}

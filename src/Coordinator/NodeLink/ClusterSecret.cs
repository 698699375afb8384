using System.Data.Common;
using System.Text;
using Coordinator.Persistence;

namespace Coordinator.NodeLink;

/// <summary>Secret in the database that the nodes of one cluster share. Whoever can read it can change every transaction anyway.</summary>
internal sealed class ClusterSecret(Database database)
{
    private volatile byte[]? _secret;

    /// <exception cref="DbException">The database does not answer.</exception>
    public async Task<byte[]> ReadAsync(CancellationToken ct)
    {
        if (_secret is { } known)
            return known;
        await using var connection = await database.OpenAsync(ct);
        await using var query = connection.CreateCommand();
        query.CommandText = "SELECT secret FROM coordinator_cluster";
        return _secret = Encoding.UTF8.GetBytes((string)(await query.ExecuteScalarAsync(ct))!);
    }
}

using System.Data;
using System.Data.Common;

namespace Coordinator.Participants.Fence;

/// <summary>Opens connections that the service makes.</summary>
internal static class DatabaseConnections
{
    /// <summary>Makes a connection, and opens it unless the service has.</summary>
    public static async Task<DbConnection> OpenAsync(this Func<DbConnection> connect, CancellationToken ct)
    {
        var connection = connect();
        try
        {
            if (connection.State != ConnectionState.Open)
                await connection.OpenAsync(ct);
            return connection;
        }
        catch
        {
            await connection.DisposeAsync();
            throw;
        }
    }
}

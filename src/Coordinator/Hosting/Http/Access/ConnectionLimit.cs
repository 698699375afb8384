using System.Net;
using Coordinator.Common;
using Microsoft.AspNetCore.Connections;

namespace Coordinator.Hosting.Http.Access;

/// <summary>Closes connections of an address that has too many. Without it, one client could use up those of the health checks.</summary>
internal sealed class ConnectionLimit
{
    public const int PerAddress = 64;

    private readonly AddressCounts _open = new(PerAddress);

    public async Task RunAsync(ConnectionContext connection, ConnectionDelegate next)
    {
        var address = RemoteAddress.KeyOf((connection.RemoteEndPoint as IPEndPoint)?.Address);
        if (!_open.TryEnter(address))
        {
            Refusal.Count("connections");
            connection.Abort();
            return;
        }

        try
        {
            await next(connection);
        }
        finally
        {
            _open.Leave(address);
        }
    }
}

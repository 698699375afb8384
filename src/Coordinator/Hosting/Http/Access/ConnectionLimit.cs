using System.Net;
using Microsoft.AspNetCore.Connections;

namespace Coordinator.Hosting.Http.Access;

/// <summary>Closes connections of an address that has too many. Without it, one client could use up those of the health checks.</summary>
internal sealed class ConnectionLimit
{
    public const int PerAddress = 64;

    private readonly Lock _lock = new();
    private readonly Dictionary<IPAddress, int> _open = [];

    public async Task RunAsync(ConnectionContext connection, ConnectionDelegate next)
    {
        var address = RemoteAddress.KeyOf((connection.RemoteEndPoint as IPEndPoint)?.Address);
        if (!TryEnter(address))
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
            Leave(address);
        }
    }

    private bool TryEnter(IPAddress address)
    {
        lock (_lock)
        {
            var open = _open.GetValueOrDefault(address);
            if (open < PerAddress)
                _open[address] = open + 1;
            return open < PerAddress;
        }
    }

    private void Leave(IPAddress address)
    {
        lock (_lock)
        {
            if (--_open[address] == 0)
                _open.Remove(address);
        }
    }
}

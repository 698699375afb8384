using System.Net;
using System.Net.Sockets;

namespace OrderPayment.Processes;

/// <summary>Ports of the loopback interface that the system says are free.</summary>
internal static class FreePorts
{
    public static (int First, int Second) Two()
    {
        // Both at once, or the second might be the first again.
        using var first = new TcpListener(IPAddress.Loopback, 0);
        using var second = new TcpListener(IPAddress.Loopback, 0);
        first.Start();
        second.Start();
        return (((IPEndPoint)first.LocalEndpoint).Port, ((IPEndPoint)second.LocalEndpoint).Port);
    }
}

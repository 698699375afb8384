using System.Net;
using System.Net.Sockets;

namespace Coordinator.Hosting.Options;

/// <summary>Checks before the start that a port is free, so that the operator gets a clear error.</summary>
internal static class Ports
{
    /// <exception cref="StartProblem">The port is in use, or the host is not an address of this machine.</exception>
    public static async Task RequireFreeAsync(string key, string host, int port, CancellationToken ct)
    {
        if (port == 0)
            return;
        try
        {
            using var listener = new TcpListener(await AddressOfAsync(host, ct), port);
            listener.Start();
            listener.Stop();
        }
        catch (SocketException taken) when (taken.SocketErrorCode == SocketError.AddressAlreadyInUse)
        {
            throw new StartProblem(
                StartProblem.PortInUse,
                $"{key}.port {port} is in use on {host}. "
                + $"Stop the process that uses it, or choose another port (--{key}.port; 0 for any free one).",
                taken);
        }
        catch (SocketException unusable)
        {
            throw new StartProblem(
                StartProblem.PortInUse,
                $"The node cannot listen on {key}.host {host} and {key}.port {port}: {unusable.Message}",
                unusable);
        }
    }

    private static async Task<IPAddress> AddressOfAsync(string host, CancellationToken ct) =>
        IPAddress.TryParse(host, out var address) ? address : (await Dns.GetHostAddressesAsync(host, ct))[0];
}

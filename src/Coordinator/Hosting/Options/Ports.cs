using System.Net;
using System.Net.Sockets;

namespace Coordinator.Hosting.Options;

/// <summary>Looks whether a port is free before anything is started on it, so that the answer is a sentence.</summary>
internal static class Ports
{
    /// <exception cref="StartProblem">It is not.</exception>
    public static async Task RequireFreeAsync(string key, string host, int port)
    {
        if (port == 0)
            return;
        try
        {
            using var listener = new TcpListener(await AddressOfAsync(host), port);
            listener.Start();
            listener.Stop();
        }
        catch (SocketException taken) when (taken.SocketErrorCode == SocketError.AddressAlreadyInUse)
        {
            throw new StartProblem(
                StartProblem.PortInUse,
                $"{key}.port {port} is in use on {host}. "
                + $"Stop what uses it, or choose another one (--{key}.port; 0 takes any that is free).",
                taken);
        }
        catch (SocketException unusable)
        {
            throw new StartProblem(
                StartProblem.PortInUse,
                $"{key}.host {host} with {key}.port {port} cannot be listened on: {unusable.Message}",
                unusable);
        }
    }

    private static async Task<IPAddress> AddressOfAsync(string host) =>
        IPAddress.TryParse(host, out var address) ? address : (await Dns.GetHostAddressesAsync(host))[0];
}

using System.Net;
using System.Net.Sockets;

namespace Coordinator.Contracts.Remoting.Connections;

/// <summary>Accepts TCP connections until it is disposed.</summary>
internal sealed class TcpAcceptor : IDisposable
{
    private const int Backlog = 512;

    private static readonly TimeSpan PauseAfterError = TimeSpan.FromMilliseconds(100);

    private readonly Socket _socket;

    private TcpAcceptor(Socket socket) => _socket = socket;

    public int Port => ((IPEndPoint)_socket.LocalEndPoint!).Port;

    /// <exception cref="SocketException">The port is in use, or the host is not an address of this machine.</exception>
    public static async Task<TcpAcceptor> ListenAsync(ListenEndpoint endpoint)
    {
        var address = IPAddress.TryParse(endpoint.Host, out var parsed)
            ? parsed
            : (await Dns.GetHostAddressesAsync(endpoint.Host).ConfigureAwait(false))[0];
        var socket = new Socket(address.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
        try
        {
            if (address.Equals(IPAddress.IPv6Any))
                socket.DualMode = true;
            socket.Bind(new IPEndPoint(address, endpoint.Port));
            socket.Listen(Backlog);
            return new TcpAcceptor(socket);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    /// <summary>Passes each connection on. An error of one, such as a reset before it was accepted, does not end the loop.</summary>
    public async Task AcceptAllAsync(Action<Socket> accepted, CancellationToken ct)
    {
        await Task.CompletedTask.ConfigureAwait(ConfigureAwaitOptions.ForceYielding);
        while (!ct.IsCancellationRequested)
        {
            try
            {
                accepted(await _socket.AcceptAsync(ct).ConfigureAwait(false));
            }
            catch (SocketException) when (!ct.IsCancellationRequested)
            {
                // Too many open files, for example. Those that are open may end meanwhile.
                await Task.Delay(PauseAfterError, ct).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
            catch (Exception ended) when (ended is OperationCanceledException or ObjectDisposedException or SocketException)
            {
                return;
            }
        }
    }

    public void Dispose() => _socket.Dispose();
}

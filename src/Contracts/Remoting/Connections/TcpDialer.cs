using System.Net;
using System.Net.Sockets;

namespace Coordinator.Contracts.Remoting.Connections;

/// <summary>Opens TCP connections.</summary>
internal static class TcpDialer
{
    /// <summary>
    /// Time after which an address is called anew. The kernel repeats a call that was lost at growing intervals, in Linux before 6.5 after
    /// 1, 3 and 7 seconds. It would find out late that a broken network works again.
    /// </summary>
    private static readonly TimeSpan CallTimeout = TimeSpan.FromSeconds(1);

    /// <summary>Calls the addresses of a host in turn, until one answers or all refuse.</summary>
    /// <param name="host">Name or address.</param>
    /// <param name="port">Port.</param>
    /// <param name="ct">Ends the attempt.</param>
    /// <exception cref="ConnectionRefusedException">Nothing answers there.</exception>
    public static async Task<Socket> ConnectAsync(string host, int port, CancellationToken ct)
    {
        try
        {
            var addresses = await Dns.GetHostAddressesAsync(host.Trim('[', ']'), ct).ConfigureAwait(false);
            while (true)
            {
                if (await CallAllAsync(addresses, port, ct).ConfigureAwait(false) is { } socket)
                    return socket;
            }
        }
        catch (SocketException error)
        {
            throw new ConnectionRefusedException(error.Message, error);
        }
        catch (OperationCanceledException late)
        {
            throw new ConnectionRefusedException("it did not answer in time.", late);
        }
    }

    /// <summary>Sends small frames at once, and finds out about a peer that is gone.</summary>
    public static void Prepare(Socket socket)
    {
        socket.NoDelay = true;
        socket.SetSocketOption(SocketOptionLevel.Socket, SocketOptionName.KeepAlive, true);
    }

    /// <summary>Calls each address once. Returns <c>null</c> when none answers, and some may still do so.</summary>
    /// <exception cref="SocketException">All refuse.</exception>
    private static async Task<Socket?> CallAllAsync(IPAddress[] addresses, int port, CancellationToken ct)
    {
        var refused = new SocketException((int)SocketError.HostNotFound);
        var isSilent = false;
        foreach (var address in addresses)
        {
            try
            {
                if (await CallAsync(new IPEndPoint(address, port), ct).ConfigureAwait(false) is { } socket)
                    return socket;
                isSilent = true;
            }
            catch (SocketException error)
            {
                refused = error;
            }
        }

        return isSilent ? null : throw refused;
    }

    /// <summary>Calls one address once. Returns <c>null</c> when nothing answers in time.</summary>
    private static async Task<Socket?> CallAsync(IPEndPoint address, CancellationToken ct)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(ct);
        limit.CancelAfter(CallTimeout);
        var socket = new Socket(address.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
        try
        {
            Prepare(socket);
            await socket.ConnectAsync(address, limit.Token).ConfigureAwait(false);
            return socket;
        }
        catch (Exception failed)
        {
            socket.Dispose();
            if (failed is OperationCanceledException && !ct.IsCancellationRequested)
                return null;
            throw;
        }
    }
}

using System.Net.Sockets;

namespace Coordinator.Contracts.Remoting.Connections;

/// <summary>Opens TCP connections.</summary>
internal static class TcpDialer
{
    /// <exception cref="ConnectionRefusedException">Nothing answers there.</exception>
    public static async Task<Socket> ConnectAsync(string host, int port, CancellationToken ct)
    {
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
        try
        {
            Prepare(socket);
            await socket.ConnectAsync(host.Trim('[', ']'), port, ct).ConfigureAwait(false);
            return socket;
        }
        catch (SocketException error)
        {
            socket.Dispose();
            throw new ConnectionRefusedException(error.Message, error);
        }
        catch (OperationCanceledException late)
        {
            socket.Dispose();
            throw new ConnectionRefusedException("it did not answer in time.", late);
        }
    }

    /// <summary>Sends small frames at once, and finds out about a peer that is gone.</summary>
    public static void Prepare(Socket socket)
    {
        socket.NoDelay = true;
        socket.SetSocketOption(SocketOptionLevel.Socket, SocketOptionName.KeepAlive, true);
    }
}

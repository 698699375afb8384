using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Coordinator.Faults.Participants;

namespace Coordinator.Faults.Network;

/// <summary>
/// TCP proxy before a node, in a process of its own. Others connect to it instead of the node. It forwards in both directions
/// with a given delay and keeps order and bytes.
/// </summary>
internal static class Relay
{
    private const int BufferSize = 64 * 1024;

    private static long _delay;

    /// <summary>Formats the command that sets the delay.</summary>
    public static string Delay(TimeSpan delay) =>
        string.Create(CultureInfo.InvariantCulture, $"delay {(long)delay.TotalMilliseconds}");

    /// <param name="from">Address on which the relay listens, as host:port.</param>
    /// <param name="to">Address on which the node listens.</param>
    public static async Task<int> RunAsync(string from, string to)
    {
        using var listener = new TcpListener(IPEndPoint.Parse(from));
        listener.Start();
        using var end = new CancellationTokenSource();
        var accepting = AcceptAsync(listener, IPEndPoint.Parse(to), end.Token);
        await ParticipantProcess.SayAsync(ParticipantProcess.Ready);
        while (await ParticipantProcess.NextOrderAsync() is { } order)
        {
            if (order.Split(' ') is ["delay", var milliseconds])
                Volatile.Write(ref _delay, long.Parse(milliseconds, CultureInfo.InvariantCulture));
        }

        await end.CancelAsync();
        await accepting.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        return 0;
    }

    private static async Task AcceptAsync(TcpListener listener, IPEndPoint to, CancellationToken ct)
    {
        while (!ct.IsCancellationRequested)
        {
            // Each connection is independent of the others, and ends when either side does.
            _ = PassOnAsync(await listener.AcceptTcpClientAsync(ct), to, ct);
        }
    }

    private static async Task PassOnAsync(TcpClient caller, IPEndPoint to, CancellationToken ct)
    {
        using (caller)
        using (var node = new TcpClient())
        {
            try
            {
                await node.ConnectAsync(to, ct);
                await await Task.WhenAny(
                    CopyAsync(caller.GetStream(), node.GetStream(), ct), CopyAsync(node.GetStream(), caller.GetStream(), ct));
            }
            catch (Exception over) when (over is IOException or SocketException or OperationCanceledException or ObjectDisposedException)
            {
                // Close the other side, so that it sees its connection end.
            }
        }
    }

    /// <summary>
    /// Copies with a delay. It continues to read while earlier bytes wait, so that traffic is late and not slow.
    /// </summary>
    private static async Task CopyAsync(NetworkStream from, NetworkStream to, CancellationToken ct)
    {
        var late = System.Threading.Channels.Channel.CreateBounded<(byte[] Bytes, long Due)>(1024);
        var writing = WriteAsync();
        var buffer = new byte[BufferSize];
        while (await from.ReadAsync(buffer, ct) is > 0 and var read)
            await late.Writer.WriteAsync((buffer[..read], Environment.TickCount64 + Volatile.Read(ref _delay)), ct);
        late.Writer.Complete();
        await writing;

        async Task WriteAsync()
        {
            await foreach (var (bytes, due) in late.Reader.ReadAllAsync(ct))
            {
                var wait = due - Environment.TickCount64;
                if (wait > 0)
                    await Task.Delay(TimeSpan.FromMilliseconds(wait), ct);
                await to.WriteAsync(bytes, ct);
            }
        }
    }
}

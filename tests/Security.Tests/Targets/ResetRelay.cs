using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;

namespace Coordinator.Security.Tests.Targets;

/// <summary>TCP proxy before a node, which resets its connections on request.</summary>
internal sealed class ResetRelay : IAsyncDisposable
{
    private readonly TcpListener _listener;
    private readonly IPEndPoint _to;
    private readonly CancellationTokenSource _end = new();
    private readonly ConcurrentDictionary<TcpClient, byte> _open = new();
    private readonly Task _accepting;

    public ResetRelay(IPEndPoint from, IPEndPoint to)
    {
        _to = to;
        _listener = new TcpListener(from);
        _listener.Start();
        _accepting = AcceptAsync();
    }

    /// <summary>Sends a reset to both ends of every connection.</summary>
    public void ResetAll()
    {
        foreach (var connection in _open.Keys)
            Reset(connection);
    }

    public async ValueTask DisposeAsync()
    {
        await _end.CancelAsync();
        _listener.Stop();
        await _accepting;
        ResetAll();
        _end.Dispose();
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
                _ = PassOnAsync(await _listener.AcceptTcpClientAsync(_end.Token));
        }
        catch (Exception ended) when (ended is OperationCanceledException or SocketException or ObjectDisposedException)
        {
            // The test is over.
        }
    }

    private async Task PassOnAsync(TcpClient caller)
    {
        var node = new TcpClient { NoDelay = true };
        caller.NoDelay = true;
        try
        {
            await node.ConnectAsync(_to, _end.Token);
            _open.TryAdd(caller, 0);
            _open.TryAdd(node, 0);
            await Task.WhenAny(
                caller.GetStream().CopyToAsync(node.GetStream(), _end.Token), node.GetStream().CopyToAsync(caller.GetStream(), _end.Token));
        }
        catch (Exception broken) when (broken is IOException or SocketException or ObjectDisposedException or OperationCanceledException or InvalidOperationException)
        {
            // The other end learns of it.
        }
        finally
        {
            Reset(caller);
            Reset(node);
        }
    }

    private void Reset(TcpClient connection)
    {
        _open.TryRemove(connection, out _);
        try
        {
            connection.Client?.LingerState = new LingerOption(true, 0);
        }
        catch (Exception gone) when (gone is SocketException or ObjectDisposedException)
        {
            // It has ended already.
        }

        connection.Dispose();
    }
}

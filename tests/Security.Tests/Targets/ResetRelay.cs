using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;

namespace Coordinator.Security.Tests.Targets;

/// <summary>TCP proxy before a node, which on request resets its connections, or forwards nothing for a while.</summary>
internal sealed class ResetRelay : IAsyncDisposable
{
    private const int BufferSize = 64 * 1024;

    private readonly TcpListener _listener;
    private readonly IPEndPoint _to;
    private readonly CancellationTokenSource _end = new();
    private readonly ConcurrentDictionary<TcpClient, byte> _open = new();
    private readonly Task _accepting;
    private volatile TaskCompletionSource _forwards = new();

    public ResetRelay(IPEndPoint from, IPEndPoint to)
    {
        _to = to;
        _forwards.SetResult();
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

    /// <summary>Forwards nothing from now on, not even that a connection has ended.</summary>
    public void Hold() => _forwards = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Forwards what has come since <see cref="Hold" />, and what comes.</summary>
    public void Release() => _forwards.TrySetResult();

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
            await ForwardingAsync();
            await node.ConnectAsync(_to, _end.Token);
            _open.TryAdd(caller, 0);
            _open.TryAdd(node, 0);
            await Task.WhenAny(CopyAsync(caller.GetStream(), node.GetStream()), CopyAsync(node.GetStream(), caller.GetStream()));
        }
        catch (Exception broken) when (broken is IOException or SocketException or ObjectDisposedException or OperationCanceledException or InvalidOperationException)
        {
            // The other end learns of it.
        }
        finally
        {
            await ForwardingAsync().ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            Reset(caller);
            Reset(node);
        }
    }

    private async Task CopyAsync(NetworkStream from, NetworkStream to)
    {
        var buffer = new byte[BufferSize];
        while (await from.ReadAsync(buffer, _end.Token) is > 0 and var read)
        {
            await ForwardingAsync();
            await to.WriteAsync(buffer.AsMemory(0, read), _end.Token);
        }
    }

    private Task ForwardingAsync() => _forwards.Task.WaitAsync(_end.Token);

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

using System.Net;
using System.Net.Sockets;
using Coordinator.Contracts.Remoting.Connections;

namespace Coordinator.Contracts.Tests.Remoting;

public sealed class TcpDialerSpec
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    /// <summary>
    /// Linux drops calls to a listener whose queue is full, as a broken network does. It repeats a call of its own until the seventh second,
    /// and then after the eleventh, or later.
    /// </summary>
    [Fact]
    public async Task Call_that_was_lost_is_repeated_every_second()
    {
        if (!OperatingSystem.IsLinux())
            return;
        using var patience = new CancellationTokenSource(Patience);
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start(backlog: 1);
        var port = ((IPEndPoint)listener.LocalEndpoint).Port;
        var waiting = await FillAsync(port, patience.Token);

        var calling = TcpDialer.ConnectAsync("127.0.0.1", port, patience.Token);
        using var cut = new PeriodicTimer(TimeSpan.FromSeconds(7.5));
        await cut.WaitForNextTickAsync(patience.Token);
        Assert.False(calling.IsCompleted);
        var mended = TimeProvider.System.GetTimestamp();
        foreach (var _ in waiting)
            (await listener.AcceptSocketAsync(patience.Token)).Dispose();

        (await calling).Dispose();
        Assert.InRange(TimeProvider.System.GetElapsedTime(mended), TimeSpan.Zero, TimeSpan.FromSeconds(2.5));
        waiting.ForEach(socket => socket.Dispose());
    }

    [Fact]
    public async Task Port_that_nobody_listens_on_refuses_at_once()
    {
        using var free = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        free.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        using var patience = new CancellationTokenSource(Patience);

        await Assert.ThrowsAsync<ConnectionRefusedException>(
            () => TcpDialer.ConnectAsync("127.0.0.1", ((IPEndPoint)free.LocalEndPoint!).Port, patience.Token));
        Assert.False(patience.IsCancellationRequested);
    }

    [Fact]
    public async Task Second_address_of_a_host_is_called_when_the_first_refuses()
    {
        using var patience = new CancellationTokenSource(Patience);
        var addresses = await Dns.GetHostAddressesAsync("localhost", patience.Token);
        using var listener = new TcpListener(addresses[^1], 0);
        listener.Start();

        using var socket = await TcpDialer.ConnectAsync("localhost", ((IPEndPoint)listener.LocalEndpoint).Port, patience.Token);

        Assert.True(socket.Connected);
    }

    /// <summary>Connects until the queue of the listener is full, so that the last call stays unanswered.</summary>
    private static async Task<List<Socket>> FillAsync(int port, CancellationToken ct)
    {
        List<Socket> connected = [];
        while (true)
        {
            var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
            using var limit = CancellationTokenSource.CreateLinkedTokenSource(ct);
            limit.CancelAfter(TimeSpan.FromMilliseconds(300));
            try
            {
                await socket.ConnectAsync(IPAddress.Loopback, port, limit.Token);
                connected.Add(socket);
            }
            catch (OperationCanceledException)
            {
                socket.Dispose();
                return connected;
            }
        }
    }
}

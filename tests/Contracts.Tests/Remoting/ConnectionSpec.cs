using System.Net;
using System.Net.Sockets;
using Akka.Actor;
using Akka.Remote.Transport;
using Coordinator.Contracts.Remoting.Connections;
using Google.Protobuf;

namespace Coordinator.Contracts.Tests.Remoting;

public sealed class ConnectionSpec
{
    private static readonly TimeSpan Idle = TimeSpan.FromSeconds(6);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);
    private static readonly Address Near = new("tcp", "near", "127.0.0.1", 1);
    private static readonly Address Far = new("tcp", "far", "127.0.0.1", 2);

    [Fact]
    public async Task Connection_ends_when_its_peer_is_silent_for_longer_than_its_limit()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        using var peer = new TcpClient();
        await peer.ConnectAsync((IPEndPoint)listener.LocalEndpoint);
        var stream = new NetworkStream(await listener.AcceptSocketAsync(), ownsSocket: true);
        var ended = new TaskCompletionSource();
        var connection = new Connection(
            Near, new Peer(stream, Far, new AnyPdu(), new ConnectionLimits { Idle = Idle }), _ => ended.SetResult());
        connection.Handle.ReadHandlerSource.SetResult(new NoListener());
        connection.Start();

        connection.Check(Environment.TickCount64 + (long)Idle.TotalMilliseconds - 1_000);
        Assert.False(ended.Task.IsCompleted);
        connection.Check(Environment.TickCount64 + (long)Idle.TotalMilliseconds + 1_000);

        await ended.Task.WaitAsync(Patience);
        Assert.Equal(0, await peer.GetStream().ReadAsync(new byte[1]));
    }

    private sealed class AnyPdu : InboundGuard
    {
        public override ByteString Pass(ReadOnlySpan<byte> pdu) => ByteString.CopyFrom(pdu);
    }

    private sealed class NoListener : IHandleEventListener
    {
        public void Notify(IHandleEvent ev)
        {
            // The end is seen by the callback.
        }
    }
}

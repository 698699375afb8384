using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;
using Akka.Actor;
using Coordinator.Contracts.Remoting.Connections;
using Coordinator.NodeLink;

namespace Coordinator.Tests.NodeLink;

public sealed class ClusterProofSpec : IAsyncLifetime, IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);
    private static readonly NodeIntroduction First = NodeIntroduction.Of(new Address("tcp", "coordinator", "node-1", 4054), 1);
    private static readonly NodeIntroduction Second = NodeIntroduction.Of(new Address("tcp", "coordinator", "node-2", 4054), 2);
    private static readonly ClusterKey Key = new("of the database"u8.ToArray(), default);
    private static readonly ClusterKey OtherSecret = new("of another database"u8.ToArray(), default);
    private static readonly ClusterKey OtherCertificate = new("of the database"u8.ToArray(), new byte[] { 1 });

    private readonly CancellationTokenSource _patience = new(Patience);
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private NetworkStream _opening = null!;
    private NetworkStream _accepting = null!;

    public async Task InitializeAsync()
    {
        _listener.Start();
        (_opening, _accepting) = await ConnectAsync();
    }

    public async Task DisposeAsync()
    {
        await _opening.DisposeAsync();
        await _accepting.DisposeAsync();
    }

    public void Dispose()
    {
        _listener.Dispose();
        _patience.Dispose();
    }

    [Fact]
    public async Task Nodes_that_share_the_secret_know_each_other()
    {
        var opening = ClusterProof.OpenAsync(_opening, Key, First, _patience.Token);
        var accepting = ClusterProof.AcceptAsync(_accepting, Key, Second, _patience.Token);

        Assert.Equal(Second with { Nonce = "" }, (await opening) with { Nonce = "" });
        Assert.Equal(First with { Nonce = "" }, (await accepting) with { Nonce = "" });
    }

    /// <summary>A stranger in the middle shows another certificate than the node behind it.</summary>
    [Theory]
    [InlineData(true, false)]
    [InlineData(false, false)]
    [InlineData(true, true)]
    [InlineData(false, true)]
    public async Task Peer_with_another_secret_or_certificate_is_refused(bool opens, bool otherCertificate)
    {
        var other = otherCertificate ? OtherCertificate : OtherSecret;
        var opening = ClusterProof.OpenAsync(_opening, opens ? other : Key, First, _patience.Token);
        var accepting = ClusterProof.AcceptAsync(_accepting, opens ? Key : other, Second, _patience.Token);

        // The node that connects gets the first proof. When it is wrong, it sends none of its own.
        Assert.Contains("is no node of this cluster", (await Refusal(opening)).Message, StringComparison.Ordinal);
        await _opening.DisposeAsync();
        Assert.Contains("closed the connection before it proved", (await Refusal(accepting)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Peer_that_answers_with_anything_is_refused()
    {
        var accepting = ClusterProof.AcceptAsync(_accepting, Key, Second, _patience.Token);

        await _opening.WriteAsync(new byte[1_000], _patience.Token);

        Assert.Contains("does not introduce itself as a node", (await Refusal(accepting)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Proof_of_another_exchange_is_refused()
    {
        var (question, proof) = await RecordAsync();
        var (opening, accepting) = await ConnectAsync();

        var refused = Refusal(ClusterProof.AcceptAsync(accepting, Key, Second, _patience.Token));
        await opening.WriteAsync(question, _patience.Token);
        await opening.WriteAsync(proof, _patience.Token);

        Assert.Contains("is no node of this cluster", (await refused).Message, StringComparison.Ordinal);
    }

    /// <summary>Listens between two nodes, and returns what the node that connects has sent.</summary>
    private async Task<(byte[] Question, byte[] Proof)> RecordAsync()
    {
        var (toNode, node) = await ConnectAsync();
        var both = Task.WhenAll(
            ClusterProof.OpenAsync(_opening, Key, First, _patience.Token), ClusterProof.AcceptAsync(node, Key, Second, _patience.Token));
        var question = await PassAsync(_accepting, toNode);
        await PassAsync(toNode, _accepting);
        await PassAsync(toNode, _accepting);
        var proof = await PassAsync(_accepting, toNode);
        await both;
        return (question, proof);
    }

    /// <summary>Passes one frame on: its length in 4 bytes, little-endian, and its bytes.</summary>
    private async Task<byte[]> PassAsync(NetworkStream from, NetworkStream to)
    {
        var prefix = new byte[sizeof(int)];
        await from.ReadExactlyAsync(prefix, _patience.Token);
        var bytes = new byte[BinaryPrimitives.ReadInt32LittleEndian(prefix)];
        await from.ReadExactlyAsync(bytes, _patience.Token);
        byte[] frame = [.. prefix, .. bytes];
        await to.WriteAsync(frame, _patience.Token);
        return frame;
    }

    private static Task<ConnectionRefusedException> Refusal(Task exchange) => Assert.ThrowsAsync<ConnectionRefusedException>(() => exchange);

    private async Task<(NetworkStream Opening, NetworkStream Accepting)> ConnectAsync()
    {
        var opening = new Socket(SocketType.Stream, ProtocolType.Tcp);
        await opening.ConnectAsync(_listener.LocalEndpoint, _patience.Token);
        return (new NetworkStream(opening, ownsSocket: true), new NetworkStream(await _listener.AcceptSocketAsync(_patience.Token), ownsSocket: true));
    }
}

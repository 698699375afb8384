using System.Net;
using System.Net.Sockets;
using Coordinator.Contracts.Remoting.Connections;
using Coordinator.NodeLink;

namespace Coordinator.Tests.NodeLink;

public sealed class ClusterProofSpec : IAsyncLifetime, IDisposable
{
    private const int Greeting = 19;
    private const int Nonce = 32;
    private const int Proof = 32;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);
    private static readonly byte[] Secret = "of the database"u8.ToArray();
    private static readonly byte[] Another = "of another database"u8.ToArray();

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
    public Task Nodes_that_share_the_secret_admit_each_other() => Task.WhenAll(
        ClusterProof.OpenAsync(_opening, Secret, _patience.Token), ClusterProof.AcceptAsync(_accepting, Secret, _patience.Token));

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Peer_without_the_secret_is_refused(bool opens)
    {
        var opening = ClusterProof.OpenAsync(_opening, opens ? Another : Secret, _patience.Token);
        var accepting = ClusterProof.AcceptAsync(_accepting, opens ? Secret : Another, _patience.Token);

        // The node that connects gets the first proof. When it is wrong, it sends none of its own.
        Assert.Contains("is no node of this cluster", (await Refusal(opening)).Message, StringComparison.Ordinal);
        await _opening.DisposeAsync();
        Assert.Contains("closed the connection before it proved", (await Refusal(accepting)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Peer_that_answers_with_anything_is_refused()
    {
        var accepting = ClusterProof.AcceptAsync(_accepting, Secret, _patience.Token);

        await _opening.WriteAsync(new byte[1_000], _patience.Token);

        Assert.Contains("is no node of this cluster", (await Refusal(accepting)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Proof_of_another_exchange_is_refused()
    {
        var (question, proof) = await RecordAsync();
        var (opening, accepting) = await ConnectAsync();

        var refused = Refusal(ClusterProof.AcceptAsync(accepting, Secret, _patience.Token));
        await opening.WriteAsync(question, _patience.Token);
        await opening.WriteAsync(proof, _patience.Token);

        Assert.Contains("is no node of this cluster", (await refused).Message, StringComparison.Ordinal);
    }

    /// <summary>Listens between two nodes, and returns what the node that connects has sent.</summary>
    private async Task<(byte[] Question, byte[] Proof)> RecordAsync()
    {
        var (toNode, node) = await ConnectAsync();
        var both = Task.WhenAll(
            ClusterProof.OpenAsync(_opening, Secret, _patience.Token), ClusterProof.AcceptAsync(node, Secret, _patience.Token));
        var question = await PassAsync(_accepting, toNode, Greeting + Nonce);
        await PassAsync(toNode, _accepting, Greeting + Nonce + Proof);
        var proof = await PassAsync(_accepting, toNode, Proof);
        await both;
        return (question, proof);
    }

    private async Task<byte[]> PassAsync(NetworkStream from, NetworkStream to, int count)
    {
        var bytes = new byte[count];
        await from.ReadExactlyAsync(bytes, _patience.Token);
        await to.WriteAsync(bytes, _patience.Token);
        return bytes;
    }

    private static Task<ConnectionRefusedException> Refusal(Task exchange) => Assert.ThrowsAsync<ConnectionRefusedException>(() => exchange);

    private async Task<(NetworkStream Opening, NetworkStream Accepting)> ConnectAsync()
    {
        var opening = new Socket(SocketType.Stream, ProtocolType.Tcp);
        await opening.ConnectAsync(_listener.LocalEndpoint, _patience.Token);
        return (new NetworkStream(opening, ownsSocket: true), new NetworkStream(await _listener.AcceptSocketAsync(_patience.Token), ownsSocket: true));
    }
}

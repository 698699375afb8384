using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using Coordinator.Contracts.Remoting.Connections;
using Coordinator.Contracts.Remoting.Tls;
using Coordinator.Harness;
using Coordinator.Testing.Certificates;

namespace Coordinator.Contracts.Tests.Remoting;

public sealed class TlsHandshakeSpec : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    private readonly TempDirectory _temp = new();
    private readonly CertificateAuthority _authority;
    private readonly CertificateAuthority _other;

    public TlsHandshakeSpec()
    {
        _authority = new CertificateAuthority(_temp.Path, "authority");
        _other = new CertificateAuthority(_temp.Path, "other");
    }

    public void Dispose()
    {
        _authority.Dispose();
        _other.Dispose();
        _temp.Dispose();
    }

    [Fact]
    public async Task Both_sides_know_each_other_and_the_certificate_of_the_server()
    {
        var server = Identity(_authority.IssueNode("node"), _authority);

        var (accepted, connected) = await HandshakeAsync(server, Identity(_authority.Issue("orders"), _authority), "localhost");

        await using (accepted)
        await using (connected)
        {
            Assert.Equal(["orders", "localhost", "127.0.0.1"], CertificateNames.Of(accepted.RemoteCertificate));
            Assert.Equal(
                TlsHandshake.ChannelBindingOf(server.Certificate).ToArray(),
                TlsHandshake.ChannelBindingOf(connected.RemoteCertificate).ToArray());
        }
    }

    [Theory]
    [InlineData("localhost", null)]
    [InlineData("127.0.0.1", null)]
    [InlineData("coordinator-0.example", "does not carry the name coordinator-0.example")]
    public async Task Server_must_carry_the_name_that_was_called(string host, string? problem)
    {
        var handshake = HandshakeAsync(
            Identity(_authority.IssueNode("node"), _authority), Identity(_authority.Issue("orders"), _authority), host);

        if (problem is null)
        {
            var (accepted, connected) = await handshake;
            await accepted.DisposeAsync();
            await connected.DisposeAsync();
            return;
        }

        var refused = await Assert.ThrowsAsync<ConnectionRefusedException>(() => handshake);
        Assert.Contains(problem, refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Participant_is_no_server_even_with_the_right_name()
    {
        // A stranger with a participant's certificate plays a coordinator, to get the proofs of others.
        var refused = await Assert.ThrowsAsync<ConnectionRefusedException>(() => HandshakeAsync(
            Identity(_authority.Issue("stranger"), _authority), Identity(_authority.Issue("orders"), _authority), "localhost"));

        Assert.Contains("does not have the purpose serverAuth", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Certificate_of_another_authority_is_refused_by_either_side()
    {
        var node = Identity(_authority.IssueNode("node"), _authority);

        await Assert.ThrowsAsync<ConnectionRefusedException>(
            () => HandshakeAsync(node, Identity(_other.Issue("orders"), _authority), "localhost", readsOne: true));
        await Assert.ThrowsAsync<ConnectionRefusedException>(
            () => HandshakeAsync(node, Identity(_authority.Issue("orders"), _other), "localhost"));
    }

    [Fact]
    public async Task Certificates_of_two_authorities_are_valid_side_by_side()
    {
        var both = _temp.File("both.pem");
        await File.WriteAllTextAsync(both, $"{await File.ReadAllTextAsync(_authority.File)}\n{await File.ReadAllTextAsync(_other.File)}");
        var node = new TlsIdentity(new TlsFiles(_authority.IssueNode("node"), () => "", both));

        foreach (var authority in (CertificateAuthority[])[_authority, _other])
        {
            var (accepted, connected) = await HandshakeAsync(node, Identity(authority.Issue("orders"), _authority), "localhost");
            await accepted.DisposeAsync();
            await connected.DisposeAsync();
        }
    }

    private static TlsIdentity Identity(string certificate, CertificateAuthority trusts) =>
        new(new TlsFiles(certificate, () => "", trusts.File));

    private static async Task<(SslStream Accepted, SslStream Connected)> HandshakeAsync(
        TlsIdentity server, TlsIdentity client, string host, bool readsOne = false)
    {
        using var patience = new CancellationTokenSource(Patience);
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var connecting = TcpDialer.ConnectAsync("127.0.0.1", ((IPEndPoint)listener.LocalEndpoint).Port, patience.Token);
        var socket = await listener.AcceptSocketAsync(patience.Token);
        var accepted = TlsHandshake.AcceptAsync(new NetworkStream(socket, ownsSocket: true), server, patience.Token);
        var connected = TlsHandshake.ConnectAsync(new NetworkStream(await connecting, ownsSocket: true), client, host, patience.Token);
        // Under TLS 1.3 a client may finish before the server has judged its certificate.
        await Task.WhenAll(readsOne ? [accepted] : [connected, accepted]);
        return (await accepted, await connected);
    }
}

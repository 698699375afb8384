using System.Globalization;
using System.Net.Security;
using System.Net.Sockets;
using Coordinator.Contracts;
using Coordinator.Contracts.Consuming;
using Coordinator.Contracts.Messages;
using Coordinator.EndToEnd.Tests.Participants;
using Coordinator.EndToEnd.Tests.Processes;
using Coordinator.Harness;
using Coordinator.Harness.Waiting;
using Coordinator.Participants.Common;
using Coordinator.Participants.Fence;
using Coordinator.Testing.Certificates;

namespace Coordinator.EndToEnd.Tests;

/// <summary>Tests that a coordinator with TLS serves only clients with a certificate of its authority.</summary>
public sealed class MutualTlsSpec : IAsyncLifetime, IDisposable
{
    private static readonly TimeSpan StrangersPatience = TimeSpan.FromSeconds(4);

    private readonly TempDirectory _temp = new();
    private readonly CertificateAuthority _authority;
    private readonly CertificateAuthority _other;
    private TestCoordinator _coordinator = null!;

    public MutualTlsSpec()
    {
        _authority = new CertificateAuthority(_temp.Path, "authority");
        _other = new CertificateAuthority(_temp.Path, "other");
    }

    public async Task InitializeAsync() => _coordinator = await TestCoordinator.StartAsync(
        "--remoting.tlsCertificate", _authority.IssueNode("node"), "--remoting.tlsAuthority", _authority.File);

    public async Task DisposeAsync() => await _coordinator.DisposeAsync();

    public void Dispose()
    {
        _authority.Dispose();
        _other.Dispose();
        _temp.Dispose();
    }

    [Fact]
    public async Task Participant_with_a_certificate_of_the_authority_produces_and_consumes()
    {
        var log = new ArrivalLog();
        await using var consumer = await Participant.StartAsync(
            _coordinator.ContactPoint,
            null,
            participant => participant.AddConsumer(
                "shipping",
                DoomedParticipant.Topic,
                (message, _) => log.AddAsync(message),
                options => options.StartFrom = StartPosition.FromBeginning),
            options => options.Tls = _authority.TlsOf("shipping"));

        await SendAsync(_authority.TlsOf("orders"), Eventually.Bound);

        await Eventually.TrueAsync(() => log.All.Count == 1, "the message arrives");
    }

    [Theory]
    [InlineData(Stranger.WithoutTls)]
    [InlineData(Stranger.OfAnotherAuthority)]
    [InlineData(Stranger.WhoTrustsAnotherAuthority)]
    internal async Task Stranger_gets_no_session_and_the_others_are_served_as_before(Stranger stranger)
    {
        var tls = stranger switch
        {
            Stranger.WithoutTls => null,
            Stranger.OfAnotherAuthority => _other.TlsOf("stranger", trusts: _authority),
            _ => _authority.TlsOf("stranger", trusts: _other),
        };

        var refused = await Assert.ThrowsAsync<CoordinatorUnavailableException>(() => SendAsync(tls, StrangersPatience));

        Assert.True(refused.Message.Contains("no session", StringComparison.Ordinal), refused.Message);
        await SendAsync(_authority.TlsOf("orders"), Eventually.Bound);
    }

    [Fact]
    public async Task Connection_that_shows_no_certificate_is_ended()
    {
        using var deadline = new CancellationTokenSource(Eventually.Bound);
        using var connection = new TcpClient();
        var (host, port) = Endpoint(_coordinator.ContactPoint);
        await connection.ConnectAsync(host, port, deadline.Token);
#pragma warning disable CA5359 // The coordinator is under test, so the client accepts any certificate.
        await using var stream = new SslStream(connection.GetStream(), false, (_, _, _, _) => true);
#pragma warning restore CA5359

        // Under TLS 1.3 a client learns only after the handshake that the server requires its certificate.
        await Assert.ThrowsAnyAsync<IOException>(async () =>
        {
            await stream.AuthenticateAsClientAsync(new SslClientAuthenticationOptions { TargetHost = "node" }, deadline.Token);
            await stream.ReadExactlyAsync(new byte[1], deadline.Token);
        });
    }

    private async Task SendAsync(ParticipantTlsOptions? tls, TimeSpan patience)
    {
        var database = _coordinator.Database("orders");
        await using var producer = await Participant.StartAsync(
            _coordinator.ContactPoint,
            DoomedParticipant.ProducerGroup,
            participant => participant.UseOutcomeStore(SqlDialect.Sqlite, database.Connect),
            options => (options.Tls, options.CommandTimeout) = (tls, patience));
        var message = new Message { Topic = new Topic(DoomedParticipant.Topic), Body = new byte[] { 1 } };
        await producer.SendAsync(new TransactionId($"tls-{Path.GetRandomFileName()}"), message);
    }

    private static (string Host, int Port) Endpoint(string contactPoint) =>
        (contactPoint.Split(':')[0], int.Parse(contactPoint.Split(':')[1], CultureInfo.InvariantCulture));

    internal enum Stranger
    {
        WithoutTls = 1,
        OfAnotherAuthority = 2,
        WhoTrustsAnotherAuthority = 3,
    }
}

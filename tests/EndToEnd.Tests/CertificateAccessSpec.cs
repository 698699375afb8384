using System.Diagnostics;
using Coordinator.Contracts;
using Coordinator.Contracts.Messages;
using Coordinator.Contracts.Sessions;
using Coordinator.EndToEnd.Tests.Participants;
using Coordinator.Harness;
using Coordinator.Harness.Processes;
using Coordinator.Participants.Checking;
using Coordinator.Participants.Common;
using Coordinator.Participants.Producing;
using Coordinator.Testing.Certificates;

namespace Coordinator.EndToEnd.Tests;

/// <summary>
/// Tests who gets a session of a coordinator with mutual TLS: a participant is known by its certificate alone, by its secret, or by both.
/// </summary>
public sealed class CertificateAccessSpec : IAsyncLifetime, IDisposable
{
    private const string Secret = "at least sixteen characters";

    private readonly TempDirectory _temp = new();
    private readonly CertificateAuthority _authority;
    private CoordinatorProcess _coordinator = null!;

    public CertificateAccessSpec() => _authority = new CertificateAuthority(_temp.Path, "authority");

    public async Task InitializeAsync() => _coordinator = await CoordinatorProcess.StartReadyAsync(
        CoordinatorCommand.In(
            _temp.File("data"), "--remoting.tlsCertificate", _authority.IssueNode("node"), "--remoting.tlsAuthority", _authority.File)
        with
        { Prepare = AddParticipants });

    public async Task DisposeAsync() => await _coordinator.DisposeAsync();

    public void Dispose()
    {
        _authority.Dispose();
        _temp.Dispose();
    }

    [Fact]
    public async Task Participant_with_the_certificate_of_its_entry_needs_no_secret()
    {
        await using var producer = await StartAsync("order-service", "orders");

        await PrepareAsync(producer);
    }

    [Fact]
    public async Task Participant_with_a_secret_proves_it_over_TLS()
    {
        // The proof covers the certificate of the node. Any certificate of the authority does for the participant.
        await using var producer = await StartAsync("any-name", "stock", new Credentials("stock-service", Secret));

        await PrepareAsync(producer);
    }

    [Fact]
    public async Task Participant_with_the_certificate_and_the_secret_of_its_entry_has_both()
    {
        await using var producer = await StartAsync("payment-service", "payments", new Credentials("payment-service", Secret));

        await PrepareAsync(producer);
    }

    [Theory]
    [InlineData("another-service", "orders", null, "requires credentials or a certificate of a participant, but none were given.")]
    [InlineData("order-service", "payments", null, "participant order-service may not produce for group payments.")]
    [InlineData("another-service", "payments", "payment-service", "participant payment-service must show a certificate of the name payment-service.")]
    [InlineData("order-service", "orders", "order-service", "the credentials are wrong.")]
    public async Task Participant_with_another_certificate_gets_no_session(string certificate, string group, string? name, string reason)
    {
        await using var producer = await StartAsync(certificate, group, name is null ? null : new Credentials(name, Secret));

        var error = await Assert.ThrowsAsync<CoordinatorUnavailableException>(() => PrepareAsync(producer));

        Assert.Contains(reason, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Refused_certificate_is_named_on_both_sides()
    {
        using var other = new CertificateAuthority(_temp.Path, "other");
        await using var stranger = await StartAsync(other.TlsOf("stranger", trusts: _authority), "orders");
        await using var distrustful = await StartAsync(_authority.TlsOf("order-service", trusts: other), "orders");

        await Assert.ThrowsAsync<CoordinatorUnavailableException>(() => PrepareAsync(stranger));
        var error = await Assert.ThrowsAsync<CoordinatorUnavailableException>(() => PrepareAsync(distrustful));

        Assert.Contains("the TLS handshake failed: its certificate CN=stranger is not trusted", _coordinator.Output, StringComparison.Ordinal);
        Assert.Contains("the TLS handshake failed: its certificate CN=node is not trusted", error.Message, StringComparison.Ordinal);
    }

    private static void AddParticipants(ProcessStartInfo start)
    {
        const string Participants = "COORDINATOR__SESSIONS__PARTICIPANTS__";
        (string Key, string Value)[] settings =
        [
            ("0__NAME", "order-service"), ("0__CERTIFICATE", "order-service"), ("0__PRODUCERGROUPS__0", "orders"),
            ("1__NAME", "stock-service"), ("1__SECRET", Secret), ("1__PRODUCERGROUPS__0", "stock"),
            ("2__NAME", "payment-service"), ("2__SECRET", Secret), ("2__CERTIFICATE", "payment-service"), ("2__PRODUCERGROUPS__0", "payments"),
            ("0__PUBLISH__0", "*"), ("1__PUBLISH__0", "*"), ("2__PUBLISH__0", "*"),
        ];
        foreach (var (key, value) in settings)
            start.Environment[$"{Participants}{key}"] = value;
    }

    private Task<Participant> StartAsync(string certificate, string group, Credentials? credentials = null) =>
        StartAsync(_authority.TlsOf(certificate), group, credentials);

    private Task<Participant> StartAsync(ParticipantTlsOptions tls, string group, Credentials? credentials = null) => Participant.StartAsync(
        _coordinator.ContactPoint,
        group,
        participant => participant.UseChecker((_, _) => Task.FromResult(CheckResult.InProgress())),
        options => (options.Tls, options.Credentials, options.CommandTimeout) =
            (tls, credentials, TimeSpan.FromSeconds(5)));

    private static Task<TransactionId> PrepareAsync(Participant producer) =>
        producer.Producer.PrepareAsync([new Message { Topic = new Topic("paid") }]);
}

using Akka.Actor;
using Akka.TestKit.Xunit2;
using Coordinator.Contracts;
using Coordinator.Contracts.Authentication;
using Coordinator.Contracts.Sessions;
using Coordinator.Sessions.Access;

namespace Coordinator.Tests.Sessions.Access;

public sealed class SessionAdmissionSpec : TestKit
{
    private const string Secret = "sixteen characters";
    private const string Nonce = "fyko+d2lbbFgONRv9qkx";

    private static readonly PeerConnection Plain = PeerConnection.WithoutTls("10.0.0.1");

    private readonly ManualTime _time = new();
    private readonly IActorRef _participant;

    public SessionAdmissionSpec() => _participant = CreateTestProbe();

    [Fact]
    public void Participant_that_proves_its_secret_is_admitted_with_the_coordinators_signature()
    {
        var admission = Admission(Orders);
        var exchange = Challenge(admission, Open());

        var admitted = Assert.IsType<Admission.Admitted>(Prove(admission, exchange));

        Assert.Equal(("orders-service", false), (admitted.Access.Name, admitted.IsRepeated));
        Assert.True(exchange.IsSigned(admitted.Signature.Span, KeysOf(exchange).ServerKey));
    }

    [Fact]
    public void Hashed_secret_serves_as_the_secret_does()
    {
        var hashed = Orders with { Secret = "", SecretHash = ScramVerifier.Of(Secret, new byte[] { 1, 2, 3 }, 4_200).Format() };
        var admission = Admission(hashed);

        Assert.IsType<Admission.Admitted>(Prove(admission, Challenge(admission, Open())));
    }

    [Fact]
    public void Wrong_secret_and_unknown_name_are_refused_alike()
    {
        var admission = Admission(Orders);

        var wrong = Prove(admission, Challenge(admission, Open()), secret: "sixteen charactert");
        var unknown = Prove(admission, Challenge(admission, Open("orders-servicf")));

        Assert.Equal(RefusalOf(wrong), RefusalOf(unknown));
        Assert.Equal(new SessionRefused(SessionRefusal.Credentials, "the credentials are wrong.", Attempt: 1), RefusalOf(wrong));
    }

    [Fact]
    public void Wrong_proof_ends_its_challenge()
    {
        var admission = Admission(Orders);
        var exchange = Challenge(admission, Open());
        Prove(admission, exchange, secret: "sixteen charactert");

        Assert.Equal(SessionRefusal.NotReady, RefusalOf(Prove(admission, exchange)).Refusal);
    }

    [Fact]
    public void Challenge_of_a_participant_that_has_left_is_forgotten()
    {
        var admission = Admission(Orders);
        var exchange = Challenge(admission, Open());

        admission.Forget(_participant);

        Assert.Equal(SessionRefusal.NotReady, RefusalOf(Prove(admission, exchange)).Refusal);
    }

    [Fact]
    public void Repeated_request_gets_the_same_challenge_and_another_attempt_another_one()
    {
        var admission = Admission(Orders);
        var first = Challenge(admission, Open());

        Assert.Equal(first.ServerNonce, Challenge(admission, Open()).ServerNonce);
        Assert.NotEqual(first.ServerNonce, Challenge(admission, Open() with { Attempt = 2 }).ServerNonce);
        Assert.NotEqual(first.ServerNonce, Challenge(admission, Open(nonce: "another-nonce-of-it")).ServerNonce);
    }

    [Fact]
    public void Repeated_proof_is_admitted_as_a_repetition()
    {
        var admission = Admission(Orders);
        var exchange = Challenge(admission, Open());
        var first = Assert.IsType<Admission.Admitted>(Prove(admission, exchange));

        Assert.Equal(first with { IsRepeated = true }, Prove(admission, exchange));
    }

    [Fact]
    public void Proof_of_another_attempt_or_participant_is_not_known()
    {
        var admission = Admission(Orders);
        var exchange = Challenge(admission, Open());

        Assert.Equal(SessionRefusal.NotReady, RefusalOf(Prove(admission, exchange, attempt: 2)).Refusal);
        Assert.Equal(
            SessionRefusal.NotReady,
            RefusalOf(admission.Prove(CreateTestProbe(), new ProveSession(1, exchange.Prove(KeysOf(exchange))))).Refusal);
    }

    [Fact]
    public void Proof_for_another_certificate_of_the_coordinator_is_wrong()
    {
        var admission = Admission(Orders);
        var relayed = Challenge(admission, Open(), Plain with { ChannelBinding = new byte[] { 1 } });

        Assert.IsType<Admission.Refused>(Prove(admission, relayed with { ChannelBinding = new byte[] { 2 } }));
        relayed = Challenge(admission, Open(), Plain with { ChannelBinding = new byte[] { 1 } });
        Assert.IsType<Admission.Admitted>(Prove(admission, relayed));
    }

    [Fact]
    public void Wrong_proofs_delay_the_next_one()
    {
        var admission = Admission(Orders);
        for (var time = 0; time < 3; time++)
            Prove(admission, Challenge(admission, Open()), secret: "sixteen charactert");

        Assert.Equal(
            "the credentials were wrong several times in a row; the next proof is taken in 1s.",
            RefusalOf(admission.Open(_participant, Open(), Plain)).Detail);
        Assert.IsType<Admission.Challenged>(admission.Open(_participant, Open(), PeerConnection.WithoutTls("10.0.0.2")));
        _time.Advance(TimeSpan.FromSeconds(1));
        Assert.IsType<Admission.Admitted>(Prove(admission, Challenge(admission, Open())));
    }

    [Fact]
    public void Proofs_of_many_challenges_at_once_are_delayed_too()
    {
        var admission = Admission(Orders);
        var guesses = Enumerable.Range(0, 5).Select(_ => CreateTestProbe().Ref).ToList();
        foreach (var guess in guesses)
            Assert.IsType<Admission.Challenged>(admission.Open(guess, Open(), Plain));

        var answers = guesses.Select(guess => RefusalOf(admission.Prove(guess, new ProveSession(1, new byte[32]))).Detail).ToList();

        Assert.All(answers.Take(3), detail => Assert.Equal("the credentials are wrong.", detail));
        Assert.All(answers.Skip(3), detail => Assert.StartsWith("the credentials were wrong several times", detail, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("", Nonce)]
    [InlineData("two\nlines", Nonce)]
    [InlineData("orders-service", "short")]
    public void Claim_that_is_none_is_refused_as_invalid(string name, string nonce) =>
        Assert.Equal(SessionRefusal.Invalid, RefusalOf(Admission(Orders).Open(_participant, Open(name, nonce), Plain)).Refusal);

    [Fact]
    public void Certificate_is_demanded_beside_the_secret()
    {
        var admission = Admission(Orders with { Certificate = "orders.example" });

        var without = RefusalOf(Prove(admission, Challenge(admission, Open())));
        var next = Challenge(admission, Open() with { Attempt = 2 }, Plain with { CertificateNames = ["orders.example"] });
        var with = Prove(admission, next, attempt: 2);

        Assert.Equal("participant orders-service must show a certificate of the name orders.example.", without.Detail);
        Assert.IsType<Admission.Admitted>(with);
    }

    [Fact]
    public void Certificate_alone_is_enough_without_a_secret()
    {
        var admission = Admission(Orders, new Access { Name = "stock-service", Certificate = "stock.example" });
        var open = new OpenSession(ProtocolVersion.Current, new InstanceId("stock-1"), []);

        var stranger = RefusalOf(admission.Open(_participant, open, Plain with { CertificateNames = ["points.example"] }));
        var stock = admission.Open(_participant, open, Plain with { CertificateNames = ["stock.example"] });

        Assert.Contains("none were given", stranger.Detail, StringComparison.Ordinal);
        var admitted = Assert.IsType<Admission.Admitted>(stock);
        Assert.Equal(("stock-service", true), (admitted.Access.Name, admitted.Signature.IsEmpty));
    }

    [Fact]
    public void Group_is_compared_after_the_proof()
    {
        var admission = Admission(Orders);

        var refused = Prove(admission, Challenge(admission, Open() with { ProducerGroups = [new ProducerGroup("stock")] }));

        Assert.Equal("participant orders-service may not produce for group stock.", RefusalOf(refused).Detail);
    }

    [Fact]
    public void Coordinator_without_participants_admits_anybody_and_cannot_answer_a_claim()
    {
        var admission = Admission();

        var anybody = admission.Open(_participant, Open() with { Claim = null }, Plain);
        var claim = RefusalOf(admission.Open(_participant, Open(), Plain));

        Assert.IsType<Admission.Admitted>(anybody);
        Assert.Equal(SessionRefusal.Credentials, claim.Refusal);
        Assert.Contains("sessions.participants", claim.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public void Oldest_challenge_is_given_up_when_too_many_wait()
    {
        var admission = Admission(Orders);
        var exchange = Challenge(admission, Open());
        for (var other = 0; other < 10; other++)
            admission.Open(CreateTestProbe(), Open(), Plain);

        Assert.Equal(SessionRefusal.NotReady, RefusalOf(Prove(admission, exchange)).Refusal);
    }

    private static Access Orders => new() { Name = "orders-service", Secret = Secret };

    private SessionAdmission Admission(params Access[] participants) =>
        new(new AccessPolicy([.. participants.Select(participant => participant.ToOptions())]), maxPending: 10, _time);

    private static OpenSession Open(string name = "orders-service", string nonce = Nonce) => new(
        ProtocolVersion.Current, new InstanceId("orders-1"), [new ProducerGroup("orders")], Attempt: 1, new SessionClaim(name, nonce));

    private ScramExchange Challenge(SessionAdmission admission, OpenSession open, PeerConnection? connection = null)
    {
        connection ??= Plain;
        var challenge = Assert.IsType<Admission.Challenged>(admission.Open(_participant, open, connection)).Challenge;
        Assert.Equal(open.Attempt, challenge.Attempt);
        var claim = open.Claim!;
        return new ScramExchange(claim.Name, claim.Nonce, challenge.Nonce, challenge.Salt, challenge.Iterations, connection.ChannelBinding);
    }

    private Admission Prove(SessionAdmission admission, ScramExchange exchange, string secret = Secret, long attempt = 1) =>
        admission.Prove(_participant, new ProveSession(attempt, exchange.Prove(KeysOf(exchange, secret))));

    private static ScramKeys KeysOf(ScramExchange exchange, string secret = Secret) =>
        ScramKeys.Of(secret, exchange.Salt.Span, exchange.Iterations);

    private static SessionRefused RefusalOf(Admission admission) => Assert.IsType<Admission.Refused>(admission).Refusal;

    private sealed record Access
    {
        public required string Name { get; init; }

        public string Secret { get; init; } = "";

        public string SecretHash { get; init; } = "";

        public string Certificate { get; init; } = "";

        public ParticipantAccess ToOptions() => new()
        {
            Name = Name,
            Secret = Secret,
            SecretHash = SecretHash,
            Certificate = Certificate,
            ProducerGroups = ["orders"],
        };
    }
}

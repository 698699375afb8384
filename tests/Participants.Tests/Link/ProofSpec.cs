using Akka.Actor;
using Coordinator.Contracts.Authentication;
using Coordinator.Contracts.Sessions;
using Coordinator.Participants.Link;
using Microsoft.Extensions.Logging;

namespace Coordinator.Participants.Tests.Link;

/// <summary>Tests that the link proves its secret without sending it, and takes no session of a node that does not know it.</summary>
public sealed class ProofSpec : LinkHarness
{
    private const string Secret = "sixteen characters";
    private const string ServerNonce = "3rfcNHYJY1ZVvWVs7jbO";

    private static readonly byte[] Salt = [1, 2, 3];
    private static readonly ScramKeys Keys = ScramKeys.Of(Secret, Salt, ScramLimits.MinIterations);

    private Credentials _credentials = new("orders-service", Secret);

    [Fact]
    public async Task Link_claims_its_name_with_a_nonce_of_its_own_for_each_attempt()
    {
        var link = StartProving();
        var first = ExpectOpen();
        link.Tell(new SessionRefused(SessionRefusal.NotReady, "starting", first.Attempt), Door("a:1"));

        await Settled(link);
        Time.Advance(TimeSpan.FromMilliseconds(100));
        var second = ExpectOpen();

        Assert.Equal("orders-service", first.Claim!.Name);
        Assert.Equal("orders-service", second.Claim!.Name);
        Assert.NotEqual(first.Claim.Nonce, second.Claim.Nonce);
    }

    [Fact]
    public void Link_without_credentials_claims_nothing()
    {
        StartLink();

        Assert.Null(ExpectOpen().Claim);
    }

    [Fact]
    public void Link_answers_a_challenge_with_the_proof_and_takes_the_signed_session()
    {
        var link = StartProving();
        var exchange = Challenge(link, ExpectOpen());

        var prove = Door("a:1").ExpectMsg<ProveSession>();
        link.Tell(Signed(exchange), Session);

        Assert.Equal(Attempt, prove.Attempt);
        Assert.True(exchange.IsProven(prove.Proof.Span, Keys.StoredKey));
        Consumer.ExpectMsg<SessionUp>();
    }

    [Fact]
    public async Task Next_attempt_proves_the_credentials_that_are_in_force_then()
    {
        var link = StartProving();
        Challenge(link, ExpectOpen());
        Door("a:1").ExpectMsg<ProveSession>();
        _credentials = new Credentials("orders-service-2", "another secret of mine");
        link.Tell(new SessionRefused(SessionRefusal.NotReady, "starting", Attempt), Door("a:1"));
        await Settled(link);
        Time.Advance(TimeSpan.FromMilliseconds(100));

        var open = ExpectOpen();
        var exchange = Challenge(link, open);

        Assert.Equal("orders-service-2", open.Claim!.Name);
        var keys = ScramKeys.Of("another secret of mine", Salt, ScramLimits.MinIterations);
        Assert.True(exchange.IsProven(Door("a:1").ExpectMsg<ProveSession>().Proof.Span, keys.StoredKey));
    }

    [Fact]
    public void Proof_covers_the_certificate_of_the_node()
    {
        var link = StartProving(settings => settings with { ChannelBinding = contact => contact == "a:1" ? Salt : default });
        var exchange = Challenge(link, ExpectOpen()) with { ChannelBinding = Salt };

        Assert.True(exchange.IsProven(Door("a:1").ExpectMsg<ProveSession>().Proof.Span, Keys.StoredKey));
    }

    [Fact]
    public void Link_repeats_the_request_before_the_challenge_and_the_proof_after_it()
    {
        var link = StartProving();
        var open = ExpectOpen();
        Time.Advance(TimeSpan.FromSeconds(0.375));
        Assert.Equal(open.Claim, ExpectOpen().Claim);
        Challenge(link, open);
        var prove = Door("a:1").ExpectMsg<ProveSession>();

        Time.Advance(TimeSpan.FromSeconds(0.375));

        Assert.True(prove.Proof.Span.SequenceEqual(Door("a:1").ExpectMsg<ProveSession>().Proof.Span));
    }

    [Fact]
    public void Attempt_that_is_not_answered_after_the_proof_fails_as_any_other()
    {
        var link = StartProving(settings => settings with { ContactPoints = ["a:1", "b:1"] });
        Challenge(link, ExpectOpen());
        Door("a:1").ExpectMsg<ProveSession>();

        Time.Advance(TimeSpan.FromSeconds(3));

        Door("b:1").ExpectMsg<OpenSession>();
    }

    [Theory]
    [InlineData("another key")]
    [InlineData("another nonce")]
    [InlineData("none")]
    [InlineData("no challenge")]
    public async Task Session_of_a_node_that_does_not_know_the_secret_is_not_taken(string signature)
    {
        using var unproven = new Counted(LinkMetrics.SessionsUnproven);
        var link = StartProving();
        var open = ExpectOpen();
        var exchange = signature == "no challenge" ? ExchangeOf(open) : Challenge(link, open);
        var opened = signature switch
        {
            "another key" => Signed(exchange, ScramKeys.Of("another secret of it", Salt, ScramLimits.MinIterations)),
            "another nonce" => Signed(exchange with { ClientNonce = ServerNonce }),
            "none" => Signed(exchange) with { Signature = default },
            _ => Signed(exchange),
        };

        link.Tell(opened, Session);
        await Settled(link);

        Assert.IsType<SessionClosed>(ExpectItem());
        Assert.Equal(1, unproven.Sum);
        Assert.Contains("did not prove that it knows the secret", Assert.Single(Logged.Of(LogLevel.Error)), StringComparison.Ordinal);
        Consumer.ExpectNoMsg(TimeSpan.FromMilliseconds(50));
    }

    [Fact]
    public async Task Link_tries_a_node_that_does_not_know_the_secret_seldom_and_others_at_once()
    {
        var link = StartProving(settings => settings with { ContactPoints = ["a:1", "b:1"] });
        link.Tell(Signed(Challenge(link, ExpectOpen())) with { Signature = default }, Session);

        Door("b:1").ExpectMsg<OpenSession>();
        link.Tell(Signed(ExchangeOf(null)), Session);
        await Settled(link);
        Door("a:1").FishForMessage(message => message is ProveSession);
        Time.Advance(TimeSpan.FromMilliseconds(999));
        Door("a:1").ExpectNoMsg(TimeSpan.FromMilliseconds(30));
        Time.Advance(TimeSpan.FromMilliseconds(1));
        ExpectOpen();
    }

    [Theory]
    [InlineData(4_095, ServerNonce)]
    [InlineData(1_000_001, ServerNonce)]
    [InlineData(4_096, "short")]
    public void Challenge_that_weakens_the_proof_or_costs_too_much_is_not_answered(int iterations, string nonce)
    {
        var link = StartProving(settings => settings with { ContactPoints = ["a:1", "b:1"] });
        var open = ExpectOpen();

        link.Tell(new SessionChallenge(open.Attempt, Salt, iterations, nonce), Door("a:1"));

        Door("b:1").ExpectMsg<OpenSession>();
        Door("a:1").ExpectNoMsg(TimeSpan.FromMilliseconds(30));
    }

    [Fact]
    public void Challenge_of_another_attempt_is_not_answered()
    {
        var link = StartProving();
        var open = ExpectOpen();

        link.Tell(new SessionChallenge(open.Attempt + 1, Salt, ScramLimits.MinIterations, ServerNonce), Door("a:1"));

        Door("a:1").ExpectNoMsg(TimeSpan.FromMilliseconds(50));
    }

    [Fact]
    public void Refusal_of_an_earlier_attempt_does_not_end_this_one()
    {
        var link = StartProving(settings => settings with { ContactPoints = ["a:1", "b:1", "c:1"] });
        var first = ExpectOpen();
        link.Tell(new SessionRefused(SessionRefusal.NotReady, "starting", first.Attempt), Door("a:1"));
        Door("b:1").ExpectMsg<OpenSession>();

        link.Tell(new SessionRefused(SessionRefusal.NotReady, "starting", first.Attempt), Door("a:1"));

        Door("c:1").ExpectNoMsg(TimeSpan.FromMilliseconds(50));
    }

    private IActorRef StartProving(Func<LinkSettings, LinkSettings>? change = null) => StartLink(settings =>
        (change?.Invoke(settings) ?? settings) with { Credentials = () => _credentials });

    private OpenSession ExpectOpen() => Door("a:1").ExpectMsg<OpenSession>();

    private ScramExchange Challenge(IActorRef link, OpenSession open)
    {
        link.Tell(new SessionChallenge(open.Attempt, Salt, ScramLimits.MinIterations, ServerNonce), Door("a:1"));
        return ExchangeOf(open);
    }

    private static ScramExchange ExchangeOf(OpenSession? open) => new(
        open?.Claim?.Name ?? "", open?.Claim?.Nonce ?? "", ServerNonce, Salt, ScramLimits.MinIterations, ReadOnlyMemory<byte>.Empty);

    private SessionOpened Signed(ScramExchange exchange, ScramKeys? keys = null) => new(
        "s", [], TimeSpan.FromSeconds(5), TimeSpan.FromSeconds(15), Attempt, exchange.Sign((keys ?? Keys).ServerKey));
}

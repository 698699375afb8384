using Akka.Actor;
using Coordinator.Contracts.Sessions;
using Coordinator.Participants.Link;
using Microsoft.Extensions.Logging;

namespace Coordinator.Participants.Tests.Link;

/// <summary>Tests that a refusal which only a changed setting resolves is tried more and more rarely, and logged once a minute.</summary>
public sealed class RefusalSpec : LinkHarness
{
    private static readonly SessionRefused WrongCredentials = new(SessionRefusal.Credentials, "The credentials are wrong.");
    private static readonly SessionRefused Starting = new(SessionRefusal.NotReady, "this node is starting.");
    private static readonly SessionClosed Superseded = new("another process", Superseded: true);

    [Fact]
    public async Task Link_that_is_refused_for_good_connects_more_and_more_rarely_down_to_once_a_minute()
    {
        using var refused = new Counted(LinkMetrics.SessionsRefused);
        var link = StartLink();
        foreach (var wait in new[] { 1, 2, 4, 8, 16, 32, 60, 60 })
        {
            Door("a:1").ExpectMsg<OpenSession>();
            link.Tell(WrongCredentials, Door("a:1"));
            await ExpectConnectAfter(TimeSpan.FromSeconds(wait), link);
        }

        Assert.InRange(refused.Sum, 8, long.MaxValue);
        Assert.Equal(3, Logged.Of(LogLevel.Error).Count()); // at the start, and after 63 and 123 seconds
        Assert.All(Logged.Of(LogLevel.Error), line => Assert.Contains("credentials are wrong", line, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Link_tries_on_soon_where_one_node_refuses_for_good_and_another_is_not_ready()
    {
        var link = StartLink(settings => settings with { ContactPoints = ["a:1", "b:1"] });
        for (var round = 0; round < 3; round++)
        {
            Door("a:1").ExpectMsg<OpenSession>();
            link.Tell(WrongCredentials, Door("a:1"));
            Door("b:1").ExpectMsg<OpenSession>();
            link.Tell(Starting, Door("b:1"));
            await Settled(link);
            Time.Advance(TimeSpan.FromMilliseconds(500));
        }

        Door("a:1").ExpectMsg<OpenSession>();
        Assert.Single(Logged.Of(LogLevel.Error));
    }

    [Fact]
    public async Task Link_that_was_admitted_after_a_refusal_starts_anew_with_short_waits()
    {
        var link = StartLink();
        Door("a:1").ExpectMsg<OpenSession>();
        link.Tell(WrongCredentials, Door("a:1"));
        await ExpectConnectAfter(TimeSpan.FromSeconds(1), link);
        Admit(link);

        link.Tell(new Frame([new SessionClosed("leaving")]), Session);

        await ExpectConnectAfter(TimeSpan.FromMilliseconds(100), link);
    }

    [Fact]
    public async Task Unreachable_coordinator_is_complained_about_now_and_then()
    {
        var everyTen = TimeSpan.FromSeconds(10);
        var link = StartLink(settings => settings with { ReconnectMinBackoff = everyTen, ReconnectMaxBackoff = everyTen });
        for (var passed = 0; passed <= 180; passed += 10)
        {
            Door("a:1").ExpectMsg<OpenSession>();
            link.Tell(Starting, Door("a:1"));
            await Settled(link);
            Assert.Equal(1 + (passed / 60), Logged.Of(LogLevel.Warning).Count());
            Time.Advance(everyTen);
        }
    }

    [Fact]
    public async Task Link_whose_sessions_a_namesake_ends_backs_off_and_names_the_setting()
    {
        using var superseded = new Counted(LinkMetrics.SessionsSuperseded);
        var link = StartConnected();
        foreach (var wait in new[] { 1, 2, 4, 8 })
        {
            link.Tell(new Frame([Superseded]), Session);
            Consumer.ExpectMsg<SessionDown>();
            await ExpectConnectAfter(TimeSpan.FromSeconds(wait), link);
            Admit(link);
        }

        Assert.Equal(4, superseded.Sum);
        var complaint = Assert.Single(Logged.Of(LogLevel.Error));
        Assert.Contains("CoordinatorParticipantOptions.Instance", complaint, StringComparison.Ordinal);
        Assert.Contains("orders-1", complaint, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Link_forgets_a_namesake_when_a_session_stood_for_long()
    {
        var link = StartConnected();
        foreach (var wait in new[] { 1, 2 })
        {
            link.Tell(new Frame([Superseded]), Session);
            Consumer.ExpectMsg<SessionDown>();
            await ExpectConnectAfter(TimeSpan.FromSeconds(wait), link);
            Admit(link);
        }

        for (var beat = 0; beat < 60; beat++)
        {
            Time.Advance(TimeSpan.FromSeconds(5));
            link.Tell(new Frame([ExpectItem()]), Session);
        }

        link.Tell(new Frame([Superseded]), Session);
        Consumer.ExpectMsg<SessionDown>();

        await ExpectConnectAfter(TimeSpan.FromSeconds(1), link);
    }

    /// <summary>Expects an attempt after exactly that wait. The test receives the attempt itself.</summary>
    private async Task ExpectConnectAfter(TimeSpan wait, IActorRef link)
    {
        await Settled(link);
        Time.Advance(wait - TimeSpan.FromMilliseconds(1));
        Door("a:1").ExpectNoMsg(TimeSpan.FromMilliseconds(30));
        Time.Advance(TimeSpan.FromMilliseconds(1));
        AwaitCondition(() => Door("a:1").HasMessages, TimeSpan.FromSeconds(5));
    }
}

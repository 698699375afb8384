using Akka.Actor;
using Coordinator.Contracts.Producing;
using Coordinator.Contracts.Sessions;
using Coordinator.Participants.Common;
using Coordinator.Participants.Link;

namespace Coordinator.Participants.Tests.Link;

public sealed class CommandsSpec : LinkHarness
{
    [Fact]
    public async Task Command_waits_for_the_session_and_gets_its_reply()
    {
        var link = StartLink();
        var prepare = Submit(link, Prepare("t"));
        Admit(link);

        Reply(link, Assert.IsType<Prepare>(ExpectItem()), TransactionOutcome.Accepted);

        Assert.Equal(TransactionOutcome.Accepted, (await prepare).Outcome);
    }

    [Fact]
    public async Task Command_without_a_session_fails_at_its_deadline()
    {
        var link = StartLink();
        var prepare = Submit(link, Prepare("t"), seconds: 1);

        Time.AdvanceUntil(prepare);

        var error = await Assert.ThrowsAsync<CoordinatorUnavailableException>(() => prepare);
        Assert.Contains("no session", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Command_fails_at_once_when_the_session_has_been_missing_for_longer_than_the_wait()
    {
        var link = StartLink();
        await Settled(link);
        Time.Advance(TimeSpan.FromSeconds(3));

        var error = await Assert.ThrowsAsync<CoordinatorUnavailableException>(
            () => Submit(link, Prepare("t")).WaitAsync(TimeSpan.FromSeconds(5)));

        Assert.Contains("no session with the coordinator since", error.Message, StringComparison.Ordinal);
    }

    /// <summary>The caller's own time counts from the call, longer or shorter than that of the options.</summary>
    [Theory]
    [InlineData(0)]
    [InlineData(5)]
    public async Task Caller_says_how_long_a_command_waits_for_a_session(int seconds)
    {
        var link = StartLink();
        await Settled(link);
        Time.Advance(TimeSpan.FromSeconds(seconds == 0 ? 1 : 10));
        var reply = new TaskCompletionSource<TransactionReply>(TaskCreationOptions.RunContinuationsAsynchronously);
        link.Tell(
            new SubmitCommand(Prepare("t"), TimeSpan.FromSeconds(10), reply) { WaitForSession = TimeSpan.FromSeconds(seconds) }, ActorRefs.NoSender);
        await Settled(link);
        Assert.Equal(seconds == 0, reply.Task.IsCompleted);
        if (seconds > 0)
        {
            Time.Advance(TimeSpan.FromSeconds(seconds - 1));
            await Settled(link);
            Assert.False(reply.Task.IsCompleted);
            Time.Advance(TimeSpan.FromSeconds(1));
        }

        await Assert.ThrowsAsync<CoordinatorUnavailableException>(() => reply.Task.WaitAsync(TimeSpan.FromSeconds(5)));
    }

    [Fact]
    public async Task Command_made_in_a_short_gap_waits_for_the_next_session()
    {
        var link = StartLink();
        await Settled(link);
        Time.Advance(TimeSpan.FromSeconds(2));
        var answer = Submit(link, Commit("t"));
        await Settled(link);
        Assert.False(answer.IsCompleted);

        Open(link);

        Assert.Equal(Commit("t"), ExpectItem());
    }

    [Fact]
    public async Task Commit_that_failed_without_a_session_is_sent_in_the_next_one_and_a_prepare_is_not()
    {
        var link = StartLink();
        await Settled(link);
        Time.Advance(TimeSpan.FromSeconds(3));
        await Assert.ThrowsAsync<CoordinatorUnavailableException>(() => Submit(link, Prepare("a")).WaitAsync(TimeSpan.FromSeconds(5)));
        await Assert.ThrowsAsync<CoordinatorUnavailableException>(() => Submit(link, Commit("b")).WaitAsync(TimeSpan.FromSeconds(5)));

        Open(link);

        Assert.Equal(Commit("b"), ExpectItem());
    }

    [Fact]
    public async Task New_id_is_new_only_the_first_time()
    {
        var link = StartConnected();
        var prepare = Submit(link, Prepare("t") with { IsNew = true });
        var first = Assert.IsType<Prepare>(ExpectItem());
        Assert.True(first.IsNew);

        Reply(link, first, TransactionOutcome.Busy);
        await Settled(link);
        Time.Advance(TimeSpan.FromMilliseconds(100));

        var second = Assert.IsType<Prepare>(ExpectItem());
        Assert.False(second.IsNew);
        Reply(link, second, TransactionOutcome.Accepted);
        Assert.Equal(TransactionOutcome.Accepted, (await prepare).Outcome);
    }

    [Fact]
    public async Task Two_callers_of_the_same_command_share_one_on_the_wire()
    {
        var link = StartConnected();
        var first = Submit(link, Commit("t"));
        var second = Submit(link, Commit("t"));

        Reply(link, Assert.IsType<Commit>(ExpectItem()), TransactionOutcome.Accepted);

        Assert.Same(await first, await second);
        Session.ExpectNoMsg(TimeSpan.FromMilliseconds(50));
    }

    [Fact]
    public async Task Two_callers_with_equal_messages_under_one_id_share_one_prepare()
    {
        var link = StartConnected();
        var first = Submit(link, Prepare("t", bytes: 3));
        var second = Submit(link, Prepare("t", bytes: 3));

        Reply(link, Assert.IsType<Prepare>(ExpectItem()), TransactionOutcome.Accepted);

        Assert.Same(await first, await second);
    }

    [Fact]
    public async Task Second_caller_with_other_messages_under_one_id_gets_a_conflict()
    {
        var link = StartConnected();
        _ = Submit(link, Prepare("t", bytes: 3));

        var second = await Submit(link, Prepare("t", bytes: 4));

        Assert.Equal(TransactionOutcome.Conflict, second.Outcome);
    }

    [Fact]
    public async Task Busy_command_is_repeated_with_growing_waits_until_it_is_accepted()
    {
        var link = StartConnected();
        var commit = Submit(link, Commit("t"));
        foreach (var wait in new[] { 50, 100, 200 })
        {
            Reply(link, Assert.IsType<Commit>(ExpectItem()), TransactionOutcome.Busy);
            await Settled(link);
            Time.Advance(TimeSpan.FromMilliseconds(wait - 1));
            Session.ExpectNoMsg(TimeSpan.FromMilliseconds(20));
            Time.Advance(TimeSpan.FromMilliseconds(51)); // the sweep's granularity
        }

        Reply(link, Assert.IsType<Commit>(ExpectItem()), TransactionOutcome.Accepted);
        Assert.Equal(TransactionOutcome.Accepted, (await commit).Outcome);
    }

    [Fact]
    public async Task Command_that_stays_busy_fails_at_its_deadline_and_says_so()
    {
        var link = StartConnected();
        var commit = Submit(link, Commit("t"), seconds: 1);
        Reply(link, Assert.IsType<Commit>(ExpectItem()), TransactionOutcome.Busy, "storage is away");

        Time.AdvanceUntil(commit);

        var error = await Assert.ThrowsAsync<CoordinatorUnavailableException>(() => commit);
        Assert.Contains("storage is away", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Unanswered_command_is_repeated_within_its_session()
    {
        var link = StartConnected();
        var commit = Submit(link, Commit("t"));
        ExpectItem();

        Time.Advance(TimeSpan.FromSeconds(4.1));

        Reply(link, Assert.IsType<Commit>(ExpectItem()), TransactionOutcome.Accepted);
        await commit;
    }

    [Fact]
    public async Task All_commands_in_doubt_are_repeated_in_the_next_session()
    {
        var link = StartConnected();
        var commands = new[] { "a", "b", "c" }.Select(id => Submit(link, Commit(id))).ToArray();
        await Settled(link);
        Session.ReceiveWhile<object>(TimeSpan.FromMilliseconds(100), message => message);

        link.Tell(new Frame([new SessionClosed("leaving")]), Session);
        Consumer.ExpectMsg<SessionDown>();
        Time.Advance(TimeSpan.FromMilliseconds(100));
        var next = CreateTestProbe();
        Admit(link, next);

        var repeated = next.ExpectMsg<Frame>().Items.Cast<Commit>().ToList();
        Assert.Equal(3, repeated.Count);
        repeated.ForEach(command => Reply(link, command, TransactionOutcome.Accepted));
        await Task.WhenAll(commands);
    }

    [Fact]
    public async Task Link_refuses_commands_beyond_its_bound()
    {
        var link = StartLink(settings => settings with { MaxPending = 2 });
        _ = Submit(link, Commit("a"));
        _ = Submit(link, Commit("b"));

        await Assert.ThrowsAsync<CoordinatorUnavailableException>(() => Submit(link, Commit("c")));
    }

    [Fact]
    public async Task Command_that_nobody_waits_for_is_counted_when_there_is_no_room_for_it()
    {
        using var dropped = new Counted(LinkMetrics.CommandsDropped);
        var link = StartLink(settings => settings with { MaxPending = 1 });
        _ = Submit(link, Commit("a"));

        link.Tell(new SubmitCommand(Commit("b"), TimeSpan.FromSeconds(1), Reply: null), ActorRefs.NoSender);
        await Settled(link);

        Assert.InRange(dropped.Sum, 1, long.MaxValue);
    }

    [Fact]
    public async Task Late_reply_to_a_command_that_was_given_up_changes_nothing()
    {
        var link = StartConnected();
        var commit = Submit(link, Commit("t"), seconds: 1);
        Time.AdvanceUntil(commit);
        await Assert.ThrowsAsync<CoordinatorUnavailableException>(() => commit);

        Reply(link, Commit("t"), TransactionOutcome.Accepted);

        var again = Submit(link, Commit("t"));
        Reply(link, Commit("t"), TransactionOutcome.AlreadyRolledBack);
        Assert.Equal(TransactionOutcome.AlreadyRolledBack, (await again).Outcome);
    }

    [Fact]
    public async Task Late_reply_to_an_earlier_call_is_not_taken_for_the_answer_to_other_messages_under_the_same_id()
    {
        var link = StartConnected();
        var first = Submit(link, Prepare("t", bytes: 3, number: 1), seconds: 1);
        Time.AdvanceUntil(first);
        await Assert.ThrowsAsync<CoordinatorUnavailableException>(() => first);
        var second = Submit(link, Prepare("t", bytes: 4, number: 2));

        Reply(link, Prepare("t", number: 1), TransactionOutcome.Accepted);
        Reply(link, Prepare("t", number: 1), TransactionOutcome.Busy, "of no concern to the second");
        await Settled(link);
        Assert.False(second.IsCompleted);
        Reply(link, Prepare("t", number: 2), TransactionOutcome.Conflict);

        Assert.Equal(TransactionOutcome.Conflict, (await second).Outcome);
    }

    [Fact]
    public async Task Reply_without_a_number_comes_from_an_old_coordinator_and_answers_by_id()
    {
        var link = StartConnected();
        var commit = Submit(link, Commit("t", number: 7));

        Reply(link, Commit("t", number: 0), TransactionOutcome.Accepted);

        Assert.Equal(TransactionOutcome.Accepted, (await commit).Outcome);
    }

    [Fact]
    public void Repeated_command_keeps_its_number_in_the_same_session_and_in_the_next()
    {
        var link = StartConnected();
        _ = Submit(link, Commit("t", number: 7), seconds: 60);
        Assert.Equal(Commit("t", number: 7), ExpectItem());

        Time.Advance(TimeSpan.FromSeconds(4.1));
        Assert.Equal(Commit("t", number: 7), ExpectItem());
        link.Tell(new Frame([new SessionClosed("leaving")]), Session);
        Consumer.ExpectMsg<SessionDown>();
        Time.Advance(TimeSpan.FromMilliseconds(100));
        var next = CreateTestProbe();
        Admit(link, next);

        Assert.Equal(Commit("t", number: 7), ExpectItem(next));
    }
}

using Akka.Actor;
using Coordinator.Contracts.Consuming;
using Coordinator.Delivery.Common;
using Coordinator.Delivery.DeadLetters;
using Coordinator.Testing;

namespace Coordinator.Tests.Delivery.DeadLetters;

public sealed class DeadLettersSpec : DeliveryKit
{
    [Fact]
    public void A_message_is_a_dead_letter_after_its_last_attempt()
    {
        Options.MaxAttempts = 3;
        Append("1");
        var a = Join();
        for (var attempt = 1; attempt <= 3; attempt++)
        {
            a.Retry(a.Expect("1", attempt), TimeSpan.FromSeconds(1));
            if (attempt < 3)
                AwaitAssert(() => Assert.Equal(1, Describe().Waiting));
            Time.Advance(TimeSpan.FromSeconds(1));
        }

        AwaitAssert(() => Assert.Equal((1, 0), (Describe().Prefix, Describe().Lag)));
        var letter = Assert.Single(Letters().Letters);
        Assert.Equal((1L, "t1/0", 3, "no stock"), (letter.Offset, letter.Message.ToString(), letter.Attempts, letter.Reason));
        Time.Advance(TimeSpan.FromDays(30));
        a.ExpectNothing();
    }

    [Fact]
    public void A_lease_that_ends_uses_up_an_attempt()
    {
        Options.MaxAttempts = 2;
        Append("1");
        var a = Join();
        a.Expect("1");
        Time.Advance(Options.Lease);
        a.Expect("1", attempt: 2);
        Time.Advance(Options.Lease);
        AwaitAssert(() => Assert.Contains("lease", Assert.Single(Letters().Letters).Reason, StringComparison.Ordinal));
    }

    [Fact]
    public void A_rejected_message_is_a_dead_letter_at_once_and_its_key_goes_on()
    {
        Append("a1", key: "a");
        Append("a2", key: "a");
        var a = Join();
        a.Reject(a.Expect("a1"));
        a.Handle("a2");
        Assert.Equal("unreadable", Assert.Single(Letters().Letters).Reason);
    }

    [Fact]
    public void A_message_stays_pending_until_its_dead_letter_is_durable()
    {
        Append("a1", key: "a");
        Append("a2", key: "a");
        var a = RejectWhenDeadLettersFail(JournalFault.Fail, "a1");
        a.ExpectNothing();
        Assert.True(Flush(once: group => group.InFlight == 0).Pending[0].DeadLettering);

        StartDeadLetters();
        Crash();
        Join("b").Handle("a2");
        Assert.Equal(1, Assert.Single(Letters().Letters).Offset);
    }

    [Fact]
    public void An_unanswered_dead_letter_is_sent_again_and_counts_once()
    {
        Append("1");
        RejectWhenDeadLettersFail(JournalFault.Lose, "1");
        StartDeadLetters();
        AwaitAssert(() =>
        {
            Time.Advance(TimeSpan.FromSeconds(2));
            Assert.Equal(1, Describe().Prefix);
        });
        Assert.Single(Letters().Letters);
    }

    [Fact]
    public void What_was_on_its_way_to_the_dead_letters_at_a_crash_arrives_without_any_member()
    {
        Append("1");
        RejectWhenDeadLettersFail(JournalFault.Fail, "1");
        Flush(once: group => group.InFlight == 0);
        StartDeadLetters();
        Crash();
        AwaitAssert(() => Assert.Equal((1, 0), (Describe().Prefix, Describe().Lag)));
        Assert.Single(Letters().Letters);
    }

    [Fact]
    public void A_letter_beyond_the_limit_waits_in_its_queue_and_is_taken_when_there_is_room()
    {
        Options.MaxDeadLetters = 1;
        StartDeadLetters();
        Append("1");
        Append("a1", key: "a");
        Append("a2", key: "a");
        Append("2");
        var a = Join();
        a.Reject(a.Expect("1"));
        AwaitAssert(() => Assert.Single(Letters().Letters));
        a.Reject(a.Expect("a1"));
        a.Handle("2");

        AwaitAssert(() => Assert.Equal(WaitCause.DeadLetter, Describe().Waits[0].Cause));
        Time.Advance(TimeSpan.FromHours(1));
        a.ExpectNothing();
        Assert.Equal((1, 2L), (Letters().Letters.Count, Describe().Waits[0].Offset));

        DeadLetters.Tell(new DiscardDeadLetters(Group, [1], "jo", "test order"), TestActor);
        ExpectMsg(new DeadLettersDiscarded(Group, Discarded: 1, Left: 0));
        Time.Advance(TimeSpan.FromMinutes(1));
        a.Handle("a2");
        Assert.Equal(2, Assert.Single(Letters().Letters).Offset);
    }

    [Fact]
    public void A_discarded_dead_letter_is_gone_and_it_is_known_who_did_it_and_why()
    {
        Append("1");
        var a = Join();
        a.Reject(a.Expect("1"));
        AwaitAssert(() => Assert.Single(Letters().Letters));
        DeadLetters.Tell(new DiscardDeadLetters(Group, [1, 1, 7], "jo", "test order"), TestActor);
        ExpectMsg(new DeadLettersDiscarded(Group, Discarded: 1, Left: 0));
        var discarded = Assert.Single(Events().OfType<DeadLetterDiscarded>());
        Assert.Equal(("jo", "test order"), (discarded.Who, discarded.Why));
    }

    [Fact]
    public void Dead_letters_are_listed_in_pages_and_survive_a_restart()
    {
        for (var offset = 1; offset <= 5; offset++)
        {
            DeadLetters.Tell(new AddDeadLetter(Group, Queue, offset, new(new("t"), offset), 16, null), TestActor);
            ExpectMsg(new DeadLetterAdded(Group, Queue, offset, Attempts: 16));
        }

        Watch(DeadLetters);
        Sys.Stop(DeadLetters);
        ExpectTerminated(DeadLetters);
        StartDeadLetters();
        var first = Letters(after: 0, max: 2);
        Assert.Equal((5, 1L, 2L), (first.Total, first.Letters[0].Offset, first.Letters[1].Offset));
        Assert.Equal([3, 4, 5], Letters(after: first.Letters[^1].Number, max: 10).Letters.Select(letter => letter.Offset));
    }

    private IReadOnlyList<object> Events() => Journal.EventsOf($"d-{Group}");
}

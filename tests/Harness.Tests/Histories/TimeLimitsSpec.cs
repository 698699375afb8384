using Coordinator.Harness.Histories;

namespace Coordinator.Harness.Tests.Histories;

/// <summary>Each promise about time, kept to the limit and broken behind it, with each reason that excuses and none that does not.</summary>
public sealed class TimeLimitsSpec
{
    private const string Group = "points";
    private const long Second = 1_000_000;

    private static readonly Begun Order = new("orders-a-1-0.1", "commit", [new Sent("anna", "one")]) { At = 0 };
    private static readonly Told Told = new(Order.Id, Verdict.Committed, "send") { At = 1 * Second };

    [Fact]
    public void Message_that_arrives_within_the_limit_is_in_time() => Assert.Empty(Late(Order, Told, Came(6)));

    [Fact]
    public void Message_that_arrives_later_is_late() => Assert.Contains("arrived at points after 5.1 s", Single(Late(Order, Told, Came(6.1))));

    [Fact]
    public void Message_that_never_arrives_is_late() =>
        Assert.Contains("has not arrived at points after 9.0 s", Single(Late(Order, Told, new Ended("another", Result.Silent) { At = 10 * Second })));

    [Fact]
    public void Delay_of_a_message_counts_from_its_commit()
    {
        var delayed = Order with { Messages = [new Sent("anna", "one", DelayMs: 20_000)] };
        Assert.Empty(Late(delayed, Told, Came(26)));
        Assert.NotEmpty(Late(delayed, Told, Came(26.1)));
    }

    [Fact]
    public void Time_of_a_fault_and_of_its_recovery_does_not_count()
    {
        Entry[] fault = [new Struck(1, "kill", "node 1", Recovery: 10) { At = 2 * Second }, new Healed(1) { At = 4 * Second }];
        // One second before the fault, and four after its recovery.
        Assert.Empty(Late([Order, Told, .. fault, Came(18)]));
        Assert.NotEmpty(Late([Order, Told, .. fault, Came(18.1)]));
    }

    [Fact]
    public void Time_of_the_start_does_not_count()
    {
        var limits = new TimeLimits { Start = TimeSpan.FromSeconds(20) };
        Assert.Empty(Broken(Promise.DeliveredInTime, limits, Order, Told, Came(25)));
        Assert.NotEmpty(Broken(Promise.DeliveredInTime, limits, Order, Told, Came(25.1)));
    }

    [Fact]
    public void Fault_that_is_not_over_excuses_to_the_end() =>
        Assert.Empty(Late(Order, Told, new Struck(1, "kill", "node 1") { At = 2 * Second }, Came(100)));

    [Fact]
    public void Earlier_message_of_the_key_that_is_not_handled_excuses()
    {
        Entry[] other = [Of("orders-a-1-0.0", 0), Came(1, "orders-a-1-0.0/0"), new Handled(Group, "orders-a-1-0.0/0", true) { At = 30 * Second }];
        Assert.DoesNotContain(Late([Order, Told, .. other, Came(35)]), IsOfOrder);
        Assert.Contains(Late([Order, Told, .. other, Came(35.1)]), IsOfOrder);
    }

    [Fact]
    public void Message_of_another_key_excuses_nothing() => Assert.NotEmpty(Late(
        Order, Told, Of("orders-a-1-0.0", 0, "bob"), Came(1, "orders-a-1-0.0/0", "bob"), new Handled(Group, "orders-a-1-0.0/0", true) { At = 8 * Second }, Came(8.1)));

    [Fact]
    public void Group_without_room_excuses()
    {
        Entry[] busy = [new Joined(Group, Room: 1) { At = 0 }, Of("other", 0, "bob"), Came(6, "other/0", "bob"), new Handled(Group, "other/0", true) { At = 12 * Second }];
        // A member's start excuses five seconds, and its only handler six.
        Assert.Empty(Late([Order, Told, .. busy, Came(16)]));
        Assert.NotEmpty(Late([Order, Told, .. busy, Came(16.1)]));
        Assert.NotEmpty(Late([Order, Told, .. busy.Skip(1), new Joined(Group, Room: 2) { At = 0 }, Came(16)]));
    }

    [Fact]
    public void Member_that_died_excuses_until_another_joins()
    {
        Entry[] death = [new Died(Group, "other/0") { At = 2 * Second }, new Joined(Group) { At = 4 * Second }];
        Assert.Empty(Late([Order, Told, .. death, Came(13)]));
        Assert.NotEmpty(Late([Order, Told, .. death, Came(13.1)]));
    }

    [Fact]
    public void Declined_message_comes_again_after_its_back_off()
    {
        Entry[] declined = [Order, Told, Came(2), new Declined(Group, $"{Order.Id}/0") { At = 3 * Second }];
        Assert.Empty(Late([.. declined, Came(11)]));
        Assert.Contains("was declined by points, and did not come again for 5.1 s", Single(Late([.. declined, Came(11.1)])));
        Assert.NotEmpty(Late([.. declined, new Ended("another", Result.Silent) { At = 12 * Second }]));
    }

    [Fact]
    public void Message_whose_handler_never_ended_comes_again_after_its_lease()
    {
        Entry[] begun = [Order, Told, Came(2)];
        Assert.Empty(Late([.. begun, Came(18), new Handled(Group, $"{Order.Id}/0", true) { At = 18 * Second }]));
        Assert.Contains("was with a handler of points", Single(Late([.. begun, Came(18.1), new Handled(Group, $"{Order.Id}/0", true) { At = 19 * Second }])));
    }

    [Fact]
    public void Open_transaction_is_asked_about_in_time_and_again_until_the_answer_is_final()
    {
        Entry[] open = [Order, new Prepared(Order.Id) { At = 0 }];
        Assert.Empty(Unasked([.. open, Asked(7, isFinal: true), Asked(100, isFinal: true)]));
        Assert.NotEmpty(Unasked([.. open, Asked(7.1, isFinal: true)]));
        Assert.Empty(Unasked([.. open, Asked(7, isFinal: false), Asked(19, isFinal: true)]));
        Assert.NotEmpty(Unasked([.. open, Asked(7, isFinal: false), Asked(19.1, isFinal: true)]));
        Assert.NotEmpty(Unasked([.. open, new Ended("another", Result.Silent) { At = 8 * Second }]));
    }

    [Fact]
    public void Transaction_whose_group_has_no_session_is_not_asked_about()
    {
        Entry[] open = [Order, new Connected("orders-a-1") { At = 0 }, new Prepared(Order.Id) { At = 0 }, new Disconnected("orders-a-1") { At = Second }];
        Assert.Empty(Unasked([.. open, new Connected("orders-b-1") { At = 50 * Second }, Asked(60, isFinal: true)]));
        Assert.NotEmpty(Unasked([.. open, new Connected("orders-b-1") { At = 50 * Second }, Asked(61, isFinal: true)]));
        Assert.NotEmpty(Unasked([.. open, new Connected("payments-a-1") { At = 50 * Second }, Asked(61, isFinal: true), new Connected("orders-b-1") { At = Second }]));
    }

    [Fact]
    public void Transaction_that_its_producer_decided_need_not_be_asked_about()
    {
        Entry[] open = [Order, new Prepared(Order.Id) { At = 0 }];
        Assert.Empty(Unasked([.. open, new Ended(Order.Id, Result.Confirmed) { At = 6 * Second }, new Joined(Group) { At = 100 * Second }]));
        Assert.NotEmpty(Unasked([.. open, new Ended(Order.Id, Result.Silent) { At = 1 * Second }, new Joined(Group) { At = 100 * Second }]));
        // The answer to the commit was lost, which may have been written.
        Entry[] committing = [new Committing(Order.Id) { At = Second }, new Joined(Group) { At = 100 * Second }];
        Assert.Empty(Unasked([.. open, .. committing, new Ended(Order.Id, Result.Unconfirmed) { At = 11 * Second }]));
        Assert.NotEmpty(Unasked([.. open, .. committing, new Ended(Order.Id, Result.Silent) { At = 2 * Second }]));
    }

    [Fact]
    public void Node_that_nothing_happened_to_must_not_end()
    {
        var stopped = new Stopped("node 2", 70) { At = 100 * Second };
        Assert.Contains("exit code 70, and nothing had happened", Single(Broken(Promise.NodesStay, stopped)));
        Assert.Contains("postgres is no reason", Single(Broken(Promise.NodesStay, Fault(1, "postgres", "database", 90), stopped)));
        Assert.Empty(Broken(Promise.NodesStay, Fault(1, "pause", "node 2", 90) with { EndsNodes = true }, stopped));
        Assert.NotEmpty(Broken(Promise.NodesStay, Fault(1, "pause", "node 2", 5) with { EndsNodes = true }, new Healed(1) { At = 10 * Second }, stopped));
        Assert.NotEmpty(Broken(Promise.NodesStay, Fault(1, "kill", "node 1", 90), stopped));
        Assert.Empty(Broken(Promise.NodesStay, Fault(1, "kill", "node 1", 80), Fault(2, "kill", "node 3", 90), stopped));
    }

    [Fact]
    public void Call_is_answered_within_its_limit_whatever_happens_to_the_nodes()
    {
        Entry[] fault = [Fault(1, "kill-all", "all nodes", 1)];
        Assert.Empty(Broken(Promise.CallsEnd, [Order, .. fault, new Prepared(Order.Id) { At = 15 * Second }]));
        Assert.Contains("the Prepare of orders-a-1-0.1 was answered after 15.1 s", Single(Broken(Promise.CallsEnd, [Order, .. fault, new Ended(Order.Id, Result.Unavailable) { At = 151 * Second / 10 }])));
        Assert.Contains("has had no answer for 20.0 s", Single(Broken(Promise.CallsEnd, Order, new Joined(Group) { At = 20 * Second })));
        Assert.Contains("the commit of", Single(Broken(
            Promise.CallsEnd, Order, new Prepared(Order.Id) { At = Second }, new Committing(Order.Id) { At = 2 * Second }, new Ended(Order.Id, Result.Unconfirmed) { At = 18 * Second })));
    }

    [Fact]
    public void Recovery_of_a_node_that_ended_by_itself_begins_when_it_serves_again()
    {
        Entry[] fault = [Fault(1, "pause", "node 2", 2) with { Recovery = 10, EndsNodes = true }, new Healed(1) { At = 4 * Second }];
        Entry[] restart = [new Stopped("node 2", 11) { At = 5 * Second }, new Restarted("node 2") { At = 30 * Second }];
        Assert.NotEmpty(Late([Order, Told, .. fault, Came(44)]));
        Assert.Empty(Late([Order, Told, .. fault, .. restart, Came(44)]));
        Assert.NotEmpty(Late([Order, Told, .. fault, .. restart, Came(44.1)]));
    }

    [Fact]
    public void Call_of_a_process_that_was_killed_ends_with_it()
    {
        Entry[] Killed(long second) => [Fault(1, "producer", "orders-a", second), new Healed(1) { At = (second + 3) * Second }, new Joined(Group) { At = 300 * Second }];
        Assert.Empty(Broken(Promise.CallsEnd, [Order, .. Killed(15)]));
        Assert.Contains("has had no answer for 16.0 s", Single(Broken(Promise.CallsEnd, [Order, .. Killed(16)])));
        Assert.NotEmpty(Broken(Promise.CallsEnd, [Order, Fault(1, "stall", "orders-a", 15), new Healed(1) { At = 18 * Second }, new Joined(Group) { At = 300 * Second }]));
    }

    [Fact]
    public void Caller_that_was_killed_or_stood_still_is_excused()
    {
        Assert.Empty(Broken(Promise.CallsEnd, Order, Fault(1, "producer", "orders-a", 1), new Joined(Group) { At = 60 * Second }));
        Assert.NotEmpty(Broken(Promise.CallsEnd, Order, Fault(1, "producer", "orders-b", 1), new Joined(Group) { At = 60 * Second }));
    }

    [Theory]
    [InlineData("delay", "it has no delay")]
    [InlineData("limit", "so many messages never waited")]
    [InlineData("lease", "no member got it")]
    [InlineData("backOff", "no delivery of it has failed")]
    public void Cause_that_the_history_does_not_show_is_untrue(string cause, string why) => Assert.Contains(
        why, Single(Broken(Promise.CausesAreTrue, Order, Told, Look(10, new SeenWait(1, cause, Behind: null)), Came(20))));

    [Fact]
    public void Key_is_a_cause_only_while_another_message_of_it_is_not_handled()
    {
        Entry[] other = [Of("other", 0), Came(1, "other/0") with { Offset = 9 }, new Handled(Group, "other/0", true) { At = 20 * Second }];
        var wait = new SeenWait(1, "key", Behind: 9);
        Assert.Empty(Broken(Promise.CausesAreTrue, [Order, Told, .. other, Look(19, wait), Came(21)]));
        Assert.Contains("was handled before", Single(Broken(Promise.CausesAreTrue, [Order, Told, .. other, Look(24, wait), Came(25)])));
        Entry[] ofAnotherKey = [Of("other", 0, "bob"), Came(1, "other/0", "bob") with { Offset = 9 }];
        Assert.Contains("has another key", Single(Broken(Promise.CausesAreTrue, [Order, Told, .. ofAnotherKey, Look(19, wait), Came(21)])));
    }

    private static Seen Look(double second, SeenWait wait) => new(Group, "orders/0", [wait]) { At = At(second) };

    private static bool IsOfOrder(Violation violation) => violation.What.StartsWith(Order.Id, StringComparison.Ordinal);

    private static Struck Fault(int number, string kind, string target, long second) => new(number, kind, target) { At = second * Second };

    private static Begun Of(string id, double second, string key = "anna") => new(id, "commit", [new Sent(key, "one")]) { At = At(second) };

    private static Arrived Came(double second, string? message = null, string key = "anna") =>
        new(Group, message ?? $"{Order.Id}/0", key, "orders/0", 1, 1, "one") { At = At(second) };

    private static Asked Asked(double second, bool isFinal) => new(Order.Id, isFinal) { At = At(second) };

    private static long At(double second) => (long)(second * Second);

    private static string Single(IEnumerable<Violation> violations) => Assert.Single(violations).What;

    private static IEnumerable<Violation> Late(params Entry[] entries) => Broken(Promise.DeliveredInTime, entries);

    private static IEnumerable<Violation> Unasked(params Entry[] entries) => Broken(Promise.AskedInTime, entries);

    private static IEnumerable<Violation> Broken(Promise promise, params Entry[] entries) => Broken(promise, new TimeLimits(), entries);

    private static IEnumerable<Violation> Broken(Promise promise, TimeLimits limits, params Entry[] entries) =>
        HistoryChecker.Check(new RunHistory([.. entries.OrderBy(entry => entry.At)], new Dictionary<string, Verdict>(), Effects: null, [Group], limits))
            .Where(violation => violation.Promise == promise);
}

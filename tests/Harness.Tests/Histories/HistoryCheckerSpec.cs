using Coordinator.Harness.Histories;

namespace Coordinator.Harness.Tests.Histories;

/// <summary>Each promise broken in a history by itself: the checker names it, and finds nothing in a good run.</summary>
public sealed class HistoryCheckerSpec
{
    [Fact]
    public void Checker_finds_nothing_in_a_good_run() => Assert.Empty(HistoryChecker.Check(HistoryBuilder.Good().History));

    [Fact]
    public void Checker_accepts_an_attempt_that_nobody_heard_of() =>
        Accepts(HistoryBuilder.Good().Add(new Begun("a-9", "commit", [new Sent("anna", "a-9/0")])));

    [Fact]
    public void Checker_accepts_a_commit_that_a_check_found() =>
        Accepts(HistoryBuilder.Good().Begun("a-9").Local("a-9", Verdict.Committed).Told("a-9", Verdict.Open).Told("a-9", Verdict.Committed)
            .Everywhere("a-9"));

    [Fact]
    public void Checker_accepts_a_rollback_of_a_transaction_that_its_database_never_saw() =>
        Accepts(HistoryBuilder.Good().Begun("a-9").Told("a-9", Verdict.RolledBack));

    [Fact]
    public void Checker_accepts_a_message_that_was_declined_and_comes_again() =>
        Accepts(HistoryBuilder.Good().Add(new Declined("points", "a-2/0")).Came("points", "a-2/0"));

    [Fact]
    public void Checker_accepts_a_message_that_comes_again_after_a_fault() =>
        Accepts(HistoryBuilder.Good().Add(new Struck(1, "kill", "node 2")).Add(new Healed(1)).Came("points", "a-2/0"));

    [Fact]
    public void Checker_finds_a_committed_message_that_one_group_never_got() => Finds(
        Promise.NothingLost,
        "a-1/0 is committed and never arrived at points",
        Lost("points", "a-1/0"));

    [Fact]
    public void Checker_finds_one_missing_message_of_several() => Finds(
        Promise.NothingLost,
        "a-2/1 is committed and never arrived at shipping",
        Lost("shipping", "a-2/1"));

    [Fact]
    public void Checker_finds_an_acknowledged_commit_that_never_came_to_anybody() => Finds(
        Promise.NothingLost, "a-9/0 is committed and never arrived at shipping", HistoryBuilder.Good().Begun("a-9").Confirmed("a-9", Verdict.Committed));

    [Fact]
    public void Checker_finds_a_commit_that_stands_in_its_database_only() => Finds(
        Promise.NothingLost, "a-9/0 is committed and never arrived at points", HistoryBuilder.Good().Begun("a-9").Local("a-9", Verdict.Committed));

    [Fact]
    public void Checker_finds_a_message_that_came_and_was_never_finished() => Finds(
        Promise.NothingLost,
        "has no effect yet",
        HistoryBuilder.Good().Without(entry => entry is Handled { Group: "points", Message: "a-1/0" }).WithoutEffect(new Effect("points", "a-1/0")));

    [Fact]
    public void Checker_finds_a_delivered_message_of_a_rolled_back_transaction() => Finds(
        Promise.NothingUndue, "its local transaction is RolledBack", HistoryBuilder.Good().Rolled("a-9").Handled("points", "a-9/0"));

    [Fact]
    public void Checker_finds_a_delivered_message_of_an_undecided_transaction() => Finds(
        Promise.NothingUndue, "its local transaction is unknown", HistoryBuilder.Good().Begun("a-9").Handled("points", "a-9/0"));

    [Fact]
    public void Checker_finds_a_decision_that_changed() => Finds(
        Promise.DecisionsStand,
        "a-1 was reported as Committed (reply), and later as RolledBack (reply)",
        HistoryBuilder.Good().Told("a-1", Verdict.RolledBack));

    [Fact]
    public void Checker_finds_a_commit_without_its_local_transaction() => Finds(
        Promise.DecisionsAreTrue, "a-9 is Committed (reply), and its local transaction is not",
        HistoryBuilder.Good().Begun("a-9").Told("a-9", Verdict.Committed));

    [Fact]
    public void Checker_finds_a_rollback_of_a_local_transaction_that_committed() => Finds(
        Promise.DecisionsAreTrue, "a-9 is RolledBack (reply), and its local transaction is committed",
        HistoryBuilder.Good().Begun("a-9").Local("a-9", Verdict.Committed).Told("a-9", Verdict.RolledBack));

    [Fact]
    public void Checker_finds_an_undecided_transaction() =>
        Finds(Promise.EverythingDecided, "a-9 is prepared", HistoryBuilder.Good().Begun("a-9").Told("a-9", Verdict.Open));

    [Fact]
    public void Checker_finds_a_prepared_transaction_that_the_coordinator_forgot() =>
        Finds(Promise.EverythingDecided, "a-9 is prepared", HistoryBuilder.Good().Begun("a-9").Told("a-9", Verdict.None));

    [Fact]
    public void Checker_finds_two_messages_of_a_key_in_the_wrong_order()
    {
        var history = HistoryBuilder.Good().Begun("a-8").Confirmed("a-8", Verdict.Committed).Begun("a-9").Confirmed("a-9", Verdict.Committed)
            .Came("points", "a-9/0", offset: 12)
            .Came("points", "a-8/0", offset: 11);
        Finds(Promise.KeysInOrder, "a-8/0 arrived at points after a-9/0, which is behind it in orders/0", history);
    }

    [Fact]
    public void Checker_finds_a_key_in_two_queues() => Finds(
        Promise.KeysInOrder,
        "anna is in orders/0 and in orders/3",
        HistoryBuilder.Good().Begun("a-9").Confirmed("a-9", Verdict.Committed).Came("points", "a-9/0", queue: "orders/3"));

    [Fact]
    public void Checker_finds_a_commit_that_overtakes_one_that_was_confirmed_before() => Finds(
        Promise.CommitsInOrder,
        "a-9/0 arrived at points before a-8/0 of the same key",
        HistoryBuilder.Good().Begun("a-8").Begun("a-9")
            .Committing("a-8").Confirmed("a-8", Verdict.Committed).Committing("a-9").Confirmed("a-9", Verdict.Committed)
            .Came("points", "a-9/0").Came("points", "a-8/0"));

    [Fact]
    public void Checker_finds_a_message_that_nobody_sent() =>
        Finds(Promise.NothingInvented, "was never sent", HistoryBuilder.Good().Handled("points", "a-77/0"));

    [Fact]
    public void Checker_finds_one_message_too_many_of_a_transaction() =>
        Finds(Promise.NothingInvented, "a-1/7 arrived at points, but was never sent", HistoryBuilder.Good().Handled("points", "a-1/7"));

    [Fact]
    public void Checker_finds_a_changed_body() =>
        Finds(Promise.NothingInvented, "with another body", HistoryBuilder.Good().Came("points", "a-1/0", body: "something else"));

    [Fact]
    public void Checker_finds_a_changed_key() => Finds(
        Promise.NothingInvented,
        "with the key ben in place of anna",
        HistoryBuilder.Good().Add(new Arrived("points", "a-1/0", "ben", "orders/0", 1, 2, "a-1/0")));

    [Fact]
    public void Checker_finds_a_message_that_came_before_it_was_sent() => Finds(
        Promise.NothingInvented,
        "before it was sent",
        new HistoryBuilder().Handled("points", "a-1/0").Handled("shipping", "a-1/0").Begun("a-1").Confirmed("a-1", Verdict.Committed));

    [Fact]
    public void Checker_finds_an_effect_of_a_message_that_never_came() =>
        Finds(Promise.NothingInvented, "a-5/0 had an effect on points, but never arrived", HistoryBuilder.Good().Effect("points", "a-5/0"));

    [Fact]
    public void Checker_finds_a_message_that_was_appended_twice() => Finds(
        Promise.OnePlace,
        "a-1/0 was appended more than once: orders/0 at 1, orders/0 at 40",
        HistoryBuilder.Good().Add(new Declined("points", "a-1/0")).Came("points", "a-1/0", offset: 40));

    [Fact]
    public void Checker_finds_two_messages_at_one_place() => Finds(
        Promise.OnePlace,
        "orders/0 has more than one message at 1: a-1/0, a-9/0",
        HistoryBuilder.Good().Begun("a-9").Confirmed("a-9", Verdict.Committed).Came("points", "a-9/0", offset: 1));

    [Fact]
    public void Checker_finds_a_second_effect() =>
        Finds(Promise.OneEffect, "a-1/0 had 2 effects on points", HistoryBuilder.Good().Effect("points", "a-1/0"));

    [Fact]
    public void Checker_finds_an_effect_that_vanished() => Finds(
        Promise.OneEffect, "a-1/0 was handled by points, but has no effect", HistoryBuilder.Good().WithoutEffect(new Effect("points", "a-1/0")));

    [Fact]
    public void Checker_finds_a_message_that_comes_again_without_a_reason() => Finds(
        Promise.DuplicatesBounded, "a-2/0 arrived at points 2 times; 0 faults and joins explain 1", HistoryBuilder.Good().Came("points", "a-2/0"));

    [Fact]
    public void Message_may_come_again_when_a_member_has_joined_its_group_and_no_other()
    {
        Accepts(HistoryBuilder.Good().Add(new Joined("points")).Came("points", "a-2/0"));
        Finds(
            Promise.DuplicatesBounded,
            "a-2/0 arrived at points 2 times; 0 faults and joins explain 1",
            HistoryBuilder.Good().Add(new Joined("shipping")).Came("points", "a-2/0"));
    }

    [Fact]
    public void Checker_finds_a_message_that_comes_again_and_again_after_one_fault()
    {
        var history = HistoryBuilder.Good().Add(new Struck(1, "kill", "node 2")).Add(new Healed(1));
        for (var again = 0; again < 5; again++)
            history.Came("points", "a-2/0");
        Finds(Promise.DuplicatesBounded, "a-2/0 arrived at points 6 times; 1 faults and joins explain 4 at most", history);
    }

    private static void Accepts(HistoryBuilder history) => Assert.Empty(HistoryChecker.Check(history.History));

    private static void Finds(Promise promise, string what, HistoryBuilder history) => Assert.Contains(
        HistoryChecker.Check(history.History),
        violation => violation.Promise == promise && violation.What.Contains(what, StringComparison.Ordinal));

    private static HistoryBuilder Lost(string group, string message) => HistoryBuilder.Good()
        .Without(entry => entry is Arrived arrived && arrived.Group == group && arrived.Message == message)
        .Without(entry => entry is Handled handled && handled.Group == group && handled.Message == message)
        .WithoutEffect(new Effect(group, message));
}

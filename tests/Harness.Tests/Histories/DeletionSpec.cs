using Coordinator.Harness.Histories;

namespace Coordinator.Harness.Tests.Histories;

/// <summary>Histories of runs whose transactions are deleted while they go on: what is excused, and what is not.</summary>
public sealed class DeletionSpec
{
    private const string Name = "orders-a-1-0.7";

    [Fact]
    public void Checker_accepts_transactions_that_are_deleted_after_their_end() =>
        Accepts(HistoryBuilder.Good().Told("a-1", Verdict.Deleted).Told("a-3", Verdict.Deleted));

    [Fact]
    public void Deleted_transaction_has_the_verdict_of_its_database()
    {
        Accepts(HistoryBuilder.Good().Begun("a-9").Local("a-9", Verdict.Committed).Told("a-9", Verdict.Deleted).Everywhere("a-9"));
        Accepts(HistoryBuilder.Good().Begun("a-9").Local("a-9", Verdict.RolledBack).Told("a-9", Verdict.Deleted));
    }

    [Fact]
    public void Checker_accepts_an_attempt_that_nobody_heard_of_and_that_is_too_old_to_begin() =>
        Accepts(HistoryBuilder.Good().Add(new Begun("a-9", "commit", [new Sent("anna", "a-9/0")])).Told("a-9", Verdict.Deleted));

    [Fact]
    public void Checker_finds_a_deleted_commit_that_one_group_never_got() => Finds(
        Promise.NothingLost,
        "a-9/0 is committed and never arrived at points",
        HistoryBuilder.Good().Begun("a-9").Local("a-9", Verdict.Committed).Told("a-9", Verdict.Deleted).Handled("shipping", "a-9/0"));

    [Fact]
    public void Checker_finds_a_delivered_message_of_a_deleted_transaction_that_was_rolled_back() => Finds(
        Promise.NothingUndue,
        "its local transaction is RolledBack",
        HistoryBuilder.Good().Begun("a-9").Local("a-9", Verdict.RolledBack).Told("a-9", Verdict.Deleted).Handled("points", "a-9/0"));

    [Fact]
    public void Checker_finds_an_open_transaction_that_was_deleted() => Finds(
        Promise.EverythingDecided, "a-9 was deleted, and neither its database", HistoryBuilder.Good().Begun("a-9").Told("a-9", Verdict.Deleted));

    [Fact]
    public void Checker_finds_a_deleted_transaction_that_is_open_again() => Finds(
        Promise.DecisionsStand,
        "a-1 was deleted, and later reported as Open",
        HistoryBuilder.Good().Told("a-1", Verdict.Deleted).Told("a-1", Verdict.Open));

    [Fact]
    public void Checker_finds_an_outcome_that_was_written_again_after_its_purge() => Finds(
        Promise.DecisionsStand,
        "the outcome of a-1 was written 2 times: Committed, RolledBack",
        HistoryBuilder.Good().History with { Written = [new("a-1", Verdict.Committed), new("a-2", Verdict.Committed), new("a-1", Verdict.RolledBack)] });

    [Fact]
    public void Checker_finds_a_local_transaction_that_was_committed_twice() => Finds(
        Promise.DecisionsStand,
        "the outcome of a-1 was written 2 times: Committed, Committed",
        HistoryBuilder.Good().History with { Written = [new("a-1", Verdict.Committed), new("a-1", Verdict.Committed)] });

    [Fact]
    public void Checker_finds_a_second_effect_of_a_message_whose_inbox_row_was_purged() => Finds(
        Promise.OneEffect,
        "a-1/0 had 2 effects on points",
        HistoryBuilder.Good().Told("a-1", Verdict.Deleted).Add(new Joined("points")).Handled("points", "a-1/0"));

    [Fact]
    public void Transaction_that_was_seen_deleted_need_not_be_asked_about()
    {
        Entry[] entries = [Prepared(0), new Told("a-1", Verdict.Deleted, "look") { At = 6_000_000 }, new Ended("a-2", Result.Silent) { At = 60_000_000 }];
        Assert.DoesNotContain(Check(entries), violation => violation.Promise == Promise.AskedInTime);
        Assert.Contains(Check([entries[0], entries[2]]), violation => violation.Promise == Promise.AskedInTime);
    }

    [Fact]
    public void Producer_of_an_id_with_a_time_is_known_by_the_name()
    {
        var begun = new Begun("a-1", "commit", [new Sent("anna", "one")], Name) { At = 0 };
        Entry[] away = [new Connected("orders-a-1") { At = 0 }, new Disconnected("orders-a-1") { At = 1_000_000 }];
        Entry[] entries = [begun, Prepared(1), .. away, new Ended("a-2", Result.Silent) { At = 60_000_000 }];

        Assert.Equal(Name, History(entries).NameOf("a-1"));
        Assert.Equal("a-2", History(entries).NameOf("a-2"));
        // No process of the service had a session.
        Assert.DoesNotContain(Check(entries), violation => violation.Promise == Promise.AskedInTime);
    }

    private static Prepared Prepared(long at) => new("a-1") { At = at };

    private static IReadOnlyList<Violation> Check(IEnumerable<Entry> entries) => HistoryChecker.Check(History(entries));

    private static RunHistory History(IEnumerable<Entry> entries) =>
        new([.. entries.OrderBy(entry => entry.At)], new Dictionary<string, Verdict>(), Effects: null, [], new TimeLimits());

    private static void Accepts(HistoryBuilder history) => Assert.Empty(HistoryChecker.Check(history.History));

    private static void Finds(Promise promise, string what, HistoryBuilder history) => Finds(promise, what, history.History);

    private static void Finds(Promise promise, string what, RunHistory history) => Assert.Contains(
        HistoryChecker.Check(history),
        violation => violation.Promise == promise && violation.What.Contains(what, StringComparison.Ordinal));
}

using Coordinator.Harness.Histories;

namespace Coordinator.Harness.Tests.Histories;

/// <summary>Histories as the end-to-end tests write them: decisions come from the journal, and consumers keep no effects.</summary>
public sealed class JournalDecisionsSpec
{
    private const string First = "tx-1";
    private const string Second = "tx-2";

    private static readonly Arrived[] Arrivals =
    [
        Came("shipping", "tx-1/0", 1), Came("points", "tx-1/0", 1),
        Came("shipping", "tx-1/1", 2), Came("points", "tx-1/1", 2),
        Came("shipping", "tx-2/0", 3), Came("points", "tx-2/0", 3),
    ];

    [Fact]
    public void Checker_finds_nothing_in_a_good_run() => Assert.Empty(HistoryChecker.Check(Run()));

    [Fact]
    public void Checker_accepts_a_message_that_comes_again_after_a_fault() => Assert.Empty(HistoryChecker.Check(
        Run(arrivals: [.. Arrivals, Arrivals[0]], others: [new Struck(1, "kill", "coordinator"), new Healed(1)])));

    [Fact]
    public void Checker_finds_a_message_that_comes_again_without_a_reason() =>
        Finds(Promise.DuplicatesBounded, "arrived at shipping 2 times", Run(arrivals: [.. Arrivals, Arrivals[0]]));

    [Fact]
    public void Checker_accepts_an_attempt_that_nobody_heard_of() => Assert.Empty(HistoryChecker.Check(Run(others: [Sent("tx-9", 1)])));

    [Fact]
    public void Checker_finds_an_undecided_transaction() =>
        Finds(Promise.EverythingDecided, "tx-2 is prepared, and no decision was reported", Run(decisions: (Verdict.Committed, Verdict.Open)));

    [Fact]
    public void Checker_finds_a_commit_without_its_local_transaction() =>
        Finds(Promise.DecisionsAreTrue, "its local transaction is not", Run(local: (Verdict.None, Verdict.Committed)));

    [Fact]
    public void Checker_finds_a_rollback_of_a_local_transaction_that_committed() => Finds(
        Promise.DecisionsAreTrue, "its local transaction is committed", Run(decisions: (Verdict.RolledBack, Verdict.Committed)));

    [Fact]
    public void Checker_finds_a_local_commit_that_the_coordinator_never_heard_of() => Finds(
        Promise.EverythingDecided, "tx-1 is prepared, and no decision was reported", Run(decisions: (Verdict.None, Verdict.Committed)));

    [Fact]
    public void Checker_finds_a_decision_that_differs_from_the_reply() => Finds(
        Promise.DecisionsStand,
        "tx-1 was reported as RolledBack (send), and later as Committed (journal)",
        Run(others: [new Told(First, Verdict.RolledBack, "send")]));

    [Fact]
    public void Checker_finds_a_reported_decision_that_the_journal_does_not_have() => Finds(
        Promise.EverythingDecided,
        "tx-1 was reported as Committed (send), and is Open in the end (journal)",
        Run(decisions: (Verdict.Open, Verdict.Committed), others: [new Told(First, Verdict.Committed, "send")]));

    [Fact]
    public void Checker_finds_a_committed_message_that_one_group_never_got() =>
        Finds(Promise.NothingLost, "never arrived at points", Without(arrival => arrival is { Group: "points", Message: "tx-2/0" }));

    [Fact]
    public void Checker_finds_one_missing_message_of_several() =>
        Finds(Promise.NothingLost, "never arrived at shipping", Without(arrival => arrival is { Group: "shipping", Message: "tx-1/1" }));

    [Fact]
    public void Checker_finds_a_delivered_message_of_a_rolled_back_transaction() => Finds(
        Promise.NothingUndue,
        "its local transaction is RolledBack",
        Run(decisions: (Verdict.Committed, Verdict.RolledBack), local: (Verdict.Committed, Verdict.RolledBack)));

    [Fact]
    public void Checker_finds_a_message_that_nobody_sent() =>
        Finds(Promise.NothingInvented, "was never sent", Run(arrivals: [.. Arrivals, Came("shipping", "tx-1/7", 9)]));

    [Fact]
    public void Checker_finds_a_changed_body() => Finds(
        Promise.NothingInvented, "another body", Run(arrivals: [Arrivals[0] with { Body = "\u0001" }, .. Arrivals.Skip(1)]));

    [Fact]
    public void Checker_finds_a_message_that_was_appended_twice() => Finds(
        Promise.OnePlace, "appended more than once", Run(arrivals: [.. Arrivals, Came("shipping", "tx-1/0", 4)]));

    [Fact]
    public void Checker_finds_two_messages_of_a_key_in_the_wrong_order() =>
        Finds(Promise.KeysInOrder, "which is behind it", Run(arrivals: [.. Arrivals.Reverse()]));

    [Fact]
    public void Checker_finds_two_messages_of_a_key_at_one_offset() => Finds(
        Promise.KeysInOrder, "which is behind it", Run(arrivals: [.. Arrivals.Select(arrival => arrival with { Offset = 1 })]));

    [Fact]
    public void Checker_finds_a_key_in_two_queues() => Finds(
        Promise.KeysInOrder,
        "is in orders/0 and in orders/3",
        Run(arrivals: [.. Arrivals.SkipLast(1), Arrivals[^1] with { Queue = "orders/3" }]));

    [Fact]
    public void Key_may_be_in_a_queue_of_each_topic() => Assert.Empty(HistoryChecker.Check(Run(arrivals:
    [
        .. Arrivals.Select(arrival => arrival.Message == "tx-2/0" ? arrival with { Queue = "refunds/5", Offset = 1 } : arrival),
    ])));

    private static void Finds(Promise promise, string what, RunHistory history) => Assert.Contains(
        HistoryChecker.Check(history),
        found => found.Promise == promise && found.What.Contains(what, StringComparison.Ordinal));

    private static RunHistory Without(Predicate<Arrived> lost) => Run(arrivals: Array.FindAll(Arrivals, arrival => !lost(arrival)));

    private static RunHistory Run(
        (Verdict First, Verdict Second)? decisions = null,
        (Verdict First, Verdict Second)? local = null,
        Arrived[]? arrivals = null,
        Entry[]? others = null)
    {
        var good = (Verdict.Committed, Verdict.Committed);
        var (first, second) = decisions ?? good;
        Entry[] entries =
        [
            Sent(First, 2), Sent(Second, 1), .. others ?? [], .. arrivals ?? Arrivals,
            new Told(First, first, "journal"), new Told(Second, second, "journal"),
        ];
        var (ofFirst, ofSecond) = local ?? good;
        return new RunHistory(
            [.. entries.Where(entry => entry is not Told { Verdict: Verdict.None })],
            new Dictionary<string, Verdict> { [First] = ofFirst, [Second] = ofSecond },
            Effects: null,
            ["shipping", "points"]);
    }

    private static Begun Sent(string id, int messages) =>
        new(id, "commit", [.. Enumerable.Range(0, messages).Select(index => new Sent("anna", $"{id}/{index}"))]);

    private static Arrived Came(string group, string message, long offset) =>
        new(group, message, "anna", "orders/0", offset, 1, message);
}

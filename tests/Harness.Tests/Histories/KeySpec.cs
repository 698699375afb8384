using Coordinator.Harness.Histories;

namespace Coordinator.Harness.Tests.Histories;

/// <summary>Histories of sends under business keys: done once, and free to be sent again after a failure.</summary>
public sealed class KeySpec
{
    private const string Key = "pay 17";

    [Fact]
    public void Checker_accepts_a_key_that_failed_and_then_committed() => Accepts(
        Begun().Add(new KeyTried(Key, "k-1")).Rolled("k-1").Add(Failed("timeout")).Add(new KeyTried(Key, "k-2")).Committed("k-2").Add(Done("k-2")),
        new KeyedChange(Key, "k-2"));

    [Fact]
    public void Checker_accepts_a_send_that_finds_the_commit_of_another() => Accepts(
        Begun().Add(new KeyTried(Key, "k-1")).Committed("k-1").Add(Done("k-1") with { Confirmed = false }).Add(Done("k-1") with { Repeated = true }),
        new KeyedChange(Key, "k-1"));

    [Fact]
    public void Checker_finds_two_business_changes_of_a_key() => Finds(
        Promise.OncePerKey,
        "the key pay 17 has 2 business changes, of k-1, k-2",
        Begun().Committed("k-1").Committed("k-2").Add(Done("k-1")),
        new KeyedChange(Key, "k-1"),
        new KeyedChange(Key, "k-2"));

    [Fact]
    public void Checker_finds_effects_of_two_attempts_of_a_key() => Finds(
        Promise.OncePerKey,
        "the key pay 17 had effects of 2 transactions on points: k-1, k-2",
        Begun().Add(new KeyTried(Key, "k-1")).Add(new KeyTried(Key, "k-2")).Committed("k-1").Committed("k-2").Add(Done("k-1")),
        new KeyedChange(Key, "k-1"));

    [Fact]
    public void Checker_finds_a_success_without_a_business_change() => Finds(
        Promise.OncePerKey, "named k-1 as committed, which made no business change under it", Begun().Committed("k-1").Add(Done("k-1")));

    [Fact]
    public void Checker_finds_a_success_whose_local_transaction_is_rolled_back() => Finds(
        Promise.OncePerKey,
        "named k-1 as committed, whose local transaction is RolledBack",
        Begun().Rolled("k-1").Add(Done("k-1")),
        new KeyedChange(Key, "k-1"));

    [Fact]
    public void Checker_finds_a_success_of_a_transaction_that_nobody_began() => Finds(
        Promise.OncePerKey,
        "named k-1 as committed, which no producer began",
        Begun().Local("k-1", Verdict.Committed).Told("k-1", Verdict.Committed).Add(Done("k-1")),
        new KeyedChange(Key, "k-1"));

    [Fact]
    public void Checker_finds_a_key_that_never_succeeded()
    {
        Finds(Promise.KeysStayFree, "no send under the key pay 17 succeeded: timeout", Begun().Add(Failed("timeout")));
        Finds(Promise.KeysStayFree, "no send under the key pay 17 succeeded: none has ended", Begun());
        Finds(
            Promise.KeysStayFree,
            "the last one was not confirmed",
            Begun().Committed("k-1").Add(Done("k-1") with { Confirmed = false }),
            new KeyedChange(Key, "k-1"));
    }

    private static HistoryBuilder Begun() => HistoryBuilder.Good().Add(new KeyBegun(Key, "Known", [new Sent("anna", "paid")]));

    private static KeyEnded Done(string id) => new(Key, id, Confirmed: true, Repeated: false);

    private static KeyEnded Failed(string detail) => new(Key, Id: null, Confirmed: false, Repeated: false, detail);

    private static void Accepts(HistoryBuilder history, params KeyedChange[] changes) =>
        Assert.Empty(HistoryChecker.Check(history.History with { Changes = changes }));

    private static void Finds(Promise promise, string what, HistoryBuilder history, params KeyedChange[] changes)
    {
        var violations = HistoryChecker.Check(history.History with { Changes = changes });
        Assert.All(violations, violation => Assert.Equal(promise, violation.Promise));
        Assert.Contains(violations, violation => violation.What.Contains(what, StringComparison.Ordinal));
    }
}

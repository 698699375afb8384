using Coordinator.Harness.Histories;

namespace Coordinator.Harness.Tests.Histories;

/// <summary>Judges the order of two commits, of which the second began after the first was confirmed.</summary>
public sealed class CommitOrderSpec
{
    private const string First = "a-1";
    private const string Second = "b-1";

    [Fact]
    public void Pair_that_arrives_in_its_order_is_accepted_and_counted_for_each_group()
    {
        var history = OneAfterTheOther().CameEverywhere(First).CameEverywhere(Second);

        Assert.Empty(Overtaken(history));
        Assert.Equal(new CommitPairs(Judged: 2, AtStake: 2), Pairs(history));
    }

    [Fact]
    public void Message_that_arrives_before_one_whose_commit_was_confirmed_earlier_is_found_in_its_group_only()
    {
        var history = OneAfterTheOther()
            .Came("points", $"{Second}/0").Came("points", $"{First}/0")
            .Came("shipping", $"{First}/0").Came("shipping", $"{Second}/0");

        Assert.Equal(
            "b-1/0 arrived at points before a-1/0 of the same key, whose commit was confirmed before that of b-1 began.",
            Assert.Single(Overtaken(history)).What);
    }

    [Fact]
    public void Order_is_judged_whatever_the_offsets_are() =>
        Assert.Equal(2, Overtaken(OneAfterTheOther().CameEverywhere(Second, offset: 1).CameEverywhere(First, offset: 2)).Count);

    [Fact]
    public void Every_message_of_the_first_commit_must_arrive_before_the_second()
    {
        var history = new HistoryBuilder()
            .Begun(First, messages: 2).Begun(Second)
            .Committing(First).Confirmed(First, Verdict.Committed)
            .Committing(Second).Confirmed(Second, Verdict.Committed)
            .CameEverywhere(First).CameEverywhere(Second).Came("points", $"{First}/1");

        Assert.StartsWith("b-1/0 arrived at points before a-1/1 ", Assert.Single(Overtaken(history)).What, StringComparison.Ordinal);
    }

    [Fact]
    public void Commit_that_a_check_found_must_arrive_after_one_that_was_confirmed_before_it_began()
    {
        var history = new HistoryBuilder()
            .Begun(First).Begun(Second)
            .Committing(First).Confirmed(First, Verdict.Committed)
            .Committing(Second).Add(new Ended(Second, Result.Silent)).Told(Second, Verdict.Committed)
            .CameEverywhere(Second).CameEverywhere(First);

        Assert.Equal(2, Overtaken(history).Count);
    }

    [Fact]
    public void Commit_is_compared_with_all_that_were_confirmed_and_not_with_the_latest_only()
    {
        var history = new HistoryBuilder()
            .Begun(First).Begun("a-2").Begun(Second)
            .Committing(First).Confirmed(First, Verdict.Committed)
            .Committing("a-2").Confirmed("a-2", Verdict.Committed)
            .Committing(Second).Confirmed(Second, Verdict.Committed)
            .Came("points", "a-2/0").Came("points", $"{Second}/0").Came("points", $"{First}/0");

        Assert.Equal(["a-2/0", "b-1/0"], Overtaken(history).Select(violation => violation.What.Split(' ')[0]));
        Assert.Equal(new CommitPairs(Judged: 3, AtStake: 3), Pairs(history));
    }

    [Fact]
    public void Commit_that_was_stored_is_judged_like_a_confirmed_one()
    {
        HistoryBuilder Stored() => new HistoryBuilder()
            .Begun(First).Begun(Second)
            .Committing(First).Stored(First)
            .Committing(Second).Confirmed(Second, Verdict.Committed)
            .Told(First, Verdict.Committed);

        var kept = Stored().CameEverywhere(First).CameEverywhere(Second);
        Assert.Empty(Overtaken(kept));
        Assert.Equal(new CommitPairs(Judged: 2, AtStake: 2), Pairs(kept));
        Assert.Equal(
            "b-1/0 arrived at points before a-1/0 of the same key, whose commit was stored before that of b-1 began.",
            Overtaken(Stored().CameEverywhere(Second).CameEverywhere(First))[1].What);
    }

    [Fact]
    public void Commit_that_is_stored_behind_a_confirmed_one_must_arrive_behind_it()
    {
        var history = new HistoryBuilder()
            .Begun(First).Begun(Second)
            .Committing(First).Confirmed(First, Verdict.Committed)
            .Committing(Second).Stored(Second)
            .CameEverywhere(Second).CameEverywhere(First);

        Assert.Equal(2, Overtaken(history).Count);
    }

    [Fact]
    public void Commits_that_overlap_are_not_judged()
    {
        var history = new HistoryBuilder()
            .Begun(First).Begun(Second)
            .Committing(First).Committing(Second)
            .Confirmed(First, Verdict.Committed).Confirmed(Second, Verdict.Committed)
            .CameEverywhere(Second).CameEverywhere(First);

        NotJudged(history);
    }

    [Fact]
    public void Commits_of_one_instant_are_not_judged() => NotJudged(new RunHistory(
        [
            new Ended(First, Result.Confirmed) { At = 5 }, new Committing(First) { At = 4 }, new Committing(Second) { At = 5 },
            Arrival(Second) with { At = 6 }, Arrival(First) with { At = 7 },
        ],
        new Dictionary<string, Verdict>(),
        Effects: null,
        HistoryBuilder.Groups));

    [Fact]
    public void Pair_whose_first_commit_was_not_confirmed_is_not_judged() => NotJudged(
        new HistoryBuilder()
            .Begun(First).Begun(Second)
            .Committing(First).Unconfirmed(First)
            .Committing(Second).Confirmed(Second, Verdict.Committed)
            .CameEverywhere(Second).CameEverywhere(First));

    [Theory]
    [InlineData("ben")]
    [InlineData(null)]
    public void Commits_of_other_keys_or_of_none_are_not_judged(string? key) => NotJudged(
        new HistoryBuilder()
            .Begun(First, key: key).Begun(Second)
            .Committing(First).Confirmed(First, Verdict.Committed)
            .Committing(Second).Confirmed(Second, Verdict.Committed)
            .CameEverywhere(Second).CameEverywhere(First, key: key));

    [Fact]
    public void Messages_without_keys_are_not_judged() => NotJudged(OneAfterTheOther().CameEverywhere(Second, key: null).CameEverywhere(First, key: null));

    [Fact]
    public void Key_of_another_topic_is_another_key() => NotJudged(OneAfterTheOther().CameEverywhere(Second, queue: "refunds/0").CameEverywhere(First));

    [Fact]
    public void Repeated_delivery_may_come_at_any_time()
    {
        var history = OneAfterTheOther().CameEverywhere(First).CameEverywhere(Second).Add(new Joined("points")).CameEverywhere(First).CameEverywhere(Second).CameEverywhere(First);

        Assert.Empty(Overtaken(history));
        Assert.Equal(2, Pairs(history).Judged);
    }

    [Fact]
    public void Pair_of_which_a_message_is_missing_is_not_judged() => NotJudged(OneAfterTheOther().CameEverywhere(Second));

    [Fact]
    public void Nothing_is_at_stake_when_the_first_commit_had_arrived_before_the_second_began()
    {
        var history = new HistoryBuilder().Committed(First).Committed(Second);

        Assert.Empty(Overtaken(history));
        Assert.Equal(new CommitPairs(Judged: 2, AtStake: 0), Pairs(history));
    }

    /// <summary>Two transactions of one key, the second of which begins to commit when the first is confirmed.</summary>
    private static HistoryBuilder OneAfterTheOther() => new HistoryBuilder()
        .Begun(First).Begun(Second)
        .Committing(First).Confirmed(First, Verdict.Committed)
        .Committing(Second).Confirmed(Second, Verdict.Committed);

    private static Arrived Arrival(string id) => new("points", $"{id}/0", "anna", "orders/0", 1, 1, $"{id}/0");

    private static void NotJudged(HistoryBuilder history) => NotJudged(history.History);

    private static void NotJudged(RunHistory history)
    {
        Assert.Empty(Overtaken(history));
        Assert.Equal(0, HistoryChecker.Pairs(history).Judged);
    }

    private static CommitPairs Pairs(HistoryBuilder history) => HistoryChecker.Pairs(history.History);

    private static IReadOnlyList<Violation> Overtaken(HistoryBuilder history) => Overtaken(history.History);

    private static IReadOnlyList<Violation> Overtaken(RunHistory history) =>
        [.. HistoryChecker.Check(history).Where(violation => violation.Promise == Promise.CommitsInOrder)];
}

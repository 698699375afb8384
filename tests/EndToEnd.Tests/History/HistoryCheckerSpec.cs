using System.Text;
using Coordinator.Contracts;
using Coordinator.Contracts.Messages;

namespace Coordinator.EndToEnd.Tests.History;

public sealed class HistoryCheckerSpec
{
    private static readonly TransactionId First = new("tx-1");
    private static readonly TransactionId Second = new("tx-2");
    private static readonly ConsumerGroup Shipping = new("shipping");
    private static readonly ConsumerGroup Points = new("points");

    [Fact]
    public void Checker_finds_nothing_in_a_good_run() => Assert.Empty(HistoryChecker.Check(Good()));

    [Fact]
    public void Checker_accepts_a_message_that_comes_again()
    {
        var good = Good();
        Assert.Empty(HistoryChecker.Check(good with { Arrivals = [.. good.Arrivals, good.Arrivals[0]] }));
    }

    [Fact]
    public void Checker_accepts_an_attempt_that_nobody_heard_of() =>
        Assert.Empty(HistoryChecker.Check(Good() with { Attempts = [.. Good().Attempts, Sent(new TransactionId("tx-9"), 1)] }));

    [Fact]
    public void Checker_finds_an_undecided_transaction() =>
        AssertFinds("undecided", Good() with { Decisions = Endings(Ending.Committed, Ending.Open) });

    [Fact]
    public void Checker_finds_a_commit_without_its_local_transaction() =>
        AssertFinds("its local transaction is not", Good() with { Local = Endings(Ending.None, Ending.Committed) });

    [Fact]
    public void Checker_finds_a_rollback_of_a_local_transaction_that_committed() =>
        AssertFinds("committed in its database only", Good() with { Decisions = Endings(Ending.RolledBack, Ending.Committed) });

    [Fact]
    public void Checker_finds_a_local_commit_that_the_coordinator_never_heard_of() =>
        AssertFinds("committed in its database only", Good() with { Decisions = Endings(Ending.None, Ending.Committed) });

    [Fact]
    public void Checker_finds_a_committed_message_that_one_group_never_got() =>
        AssertFinds("never came to points", Without(arrival => arrival.Group == Points && arrival.Id.Transaction == Second));

    [Fact]
    public void Checker_finds_one_missing_message_of_several() =>
        AssertFinds(
            "never came to shipping",
            Without(arrival => arrival.Group == Shipping && arrival.Id == new MessageId(First, 1)));

    [Fact]
    public void Checker_finds_a_delivered_message_of_a_rolled_back_transaction() =>
        AssertFinds("is not committed", Good() with
        {
            Decisions = Endings(Ending.Committed, Ending.RolledBack),
            Local = Endings(Ending.Committed, Ending.RolledBack),
        });

    [Fact]
    public void Checker_finds_a_message_that_nobody_sent()
    {
        var good = Good();
        AssertFinds("nobody sent it", good with { Arrivals = [.. good.Arrivals, Came(Shipping, new MessageId(First, 7), 9)] });
    }

    [Fact]
    public void Checker_finds_a_changed_body()
    {
        var good = Good();
        var changed = good.Arrivals[0] with { Message = good.Arrivals[0].Message with { Body = new byte[] { 1 } } };
        AssertFinds("another body", good with { Arrivals = [changed, .. good.Arrivals.Skip(1)] });
    }

    [Fact]
    public void Checker_finds_a_message_that_was_appended_twice()
    {
        var good = Good();
        AssertFinds("appended more than once", good with { Arrivals = [.. good.Arrivals, Came(Shipping, new MessageId(First, 0), 4)] });
    }

    [Fact]
    public void Checker_finds_two_messages_of_a_key_in_the_wrong_order() =>
        AssertFinds("which is behind it", Good() with { Arrivals = [.. Good().Arrivals.Reverse()] });

    [Fact]
    public void Checker_finds_a_key_in_two_queues()
    {
        var good = Good();
        var elsewhere = good.Arrivals[^1] with { Queue = new QueueId(new Topic("orders"), 3) };
        AssertFinds("is in orders/0 and in orders/3", good with { Arrivals = [.. good.Arrivals.SkipLast(1), elsewhere] });
    }

    private static void AssertFinds(string expected, RunHistory history) =>
        Assert.Contains(HistoryChecker.Check(history), found => found.Contains(expected, StringComparison.Ordinal));

    private static RunHistory Without(Predicate<Arrival> lost) =>
        Good() with { Arrivals = [.. Good().Arrivals.Where(arrival => !lost(arrival))] };

    private static RunHistory Good() => new(
        [Sent(First, 2), Sent(Second, 1)],
        Endings(Ending.Committed, Ending.Committed),
        Endings(Ending.Committed, Ending.Committed),
        [Shipping, Points],
        [
            Came(Shipping, new MessageId(First, 0), 1),
            Came(Points, new MessageId(First, 0), 1),
            Came(Shipping, new MessageId(First, 1), 2),
            Came(Points, new MessageId(First, 1), 2),
            Came(Shipping, new MessageId(Second, 0), 3),
            Came(Points, new MessageId(Second, 0), 3),
        ]);

    private static Dictionary<TransactionId, Ending> Endings(Ending first, Ending second) =>
        new() { [First] = first, [Second] = second };

    private static Attempt Sent(TransactionId id, int messages) =>
        new(id, [.. Enumerable.Range(0, messages).Select(index => Message(new MessageId(id, index)))]);

    private static Arrival Came(ConsumerGroup group, MessageId id, long offset) =>
        new(group, id, Message(id), new QueueId(new Topic("orders"), 0), offset);

    private static Message Message(MessageId id) => new()
    {
        Topic = new Topic("orders"),
        OrderingKey = "anna",
        Body = Encoding.UTF8.GetBytes(id.ToString()),
    };
}

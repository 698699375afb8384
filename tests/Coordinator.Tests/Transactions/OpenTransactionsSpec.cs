using Coordinator.Contracts.Producing;
using Coordinator.Transactions;

namespace Coordinator.Tests.Transactions;

/// <summary>Tests the limits of the open transactions that a node has in memory.</summary>
public sealed class OpenTransactionsSpec : TransactionActorKit
{
    [Fact]
    public void Prepare_beyond_the_number_of_open_transactions_is_busy_until_one_ends()
    {
        Options.TransactionOpenLimit = 1;
        var first = StartPrepared();
        var others = Start(new("order-2"));

        others.Tell(Some.Prepare() with { Id = new("order-2") }, TestActor);
        var refused = ExpectMsg<TransactionReply>();
        Assert.Equal(TransactionOutcome.Busy, refused.Outcome);
        Assert.Contains("1 transactions are open at this node; at most 1 may be (transactionOpenLimit).", refused.Detail, StringComparison.Ordinal);
        // What is open goes on.
        Expect(first, Some.Prepare(), TransactionOutcome.Accepted, TransactionPhase.Prepared);
        Expect(first, Some.Rollback(), TransactionOutcome.Accepted, TransactionPhase.RolledBack);

        Expect(Start(new("order-2")), Some.Prepare() with { Id = new("order-2") }, TransactionOutcome.Accepted, TransactionPhase.Prepared);
    }

    [Fact]
    public void Prepare_beyond_the_bytes_of_open_transactions_is_busy_until_one_ends()
    {
        Options.TransactionOpenBytes = 16;
        var first = StartPrepared(Some.Prepare(new string('x', 100)));

        Start(new("order-2")).Tell(Some.Prepare() with { Id = new("order-2") }, TestActor);
        var refused = ExpectMsg<TransactionReply>();
        Assert.Equal(TransactionOutcome.Busy, refused.Outcome);
        Assert.Contains("(transactionOpenBytes)", refused.Detail, StringComparison.Ordinal);

        ExpectCommit(first);
        Expect(Start(new("order-2")), Some.Prepare() with { Id = new("order-2") }, TransactionOutcome.Accepted, TransactionPhase.Prepared);
    }

    [Fact]
    public void Transaction_that_leaves_memory_makes_room()
    {
        Options.TransactionOpenLimit = 1;
        var first = StartPrepared();
        Sys.Stop(first);
        ExpectTerminated(first);

        Expect(Start(new("order-2")), Some.Prepare() with { Id = new("order-2") }, TransactionOutcome.Accepted, TransactionPhase.Prepared);
    }
}

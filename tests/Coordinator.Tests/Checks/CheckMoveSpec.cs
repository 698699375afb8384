using Coordinator.Checks;
using Coordinator.Contracts.Checking;
using Coordinator.Transactions;

namespace Coordinator.Tests.Checks;

/// <summary>A session moves to another node while a check is in flight at its instance. Race 33.</summary>
public sealed class CheckMoveSpec : CheckSenderKit
{
    [Fact]
    [Trait("race", "33")]
    public void Check_that_was_asked_through_the_old_session_is_answered_through_the_new_one()
    {
        var before = Connect(A);
        Request("t1");
        var asked = before.ExpectMsg<CheckTransaction>();

        var after = Connect(A);
        Answer(A, asked, CheckVerdict.Committed);

        Assert.Equal(A, ExpectConclusion(CheckEnding.Committed).Instance);
        CheckSender.Tell(new UnregisterProducer(Orders, before), before);
        after.ExpectNoMsg(TimeSpan.FromMilliseconds(50));
        Transaction.ExpectNoMsg(TimeSpan.FromMilliseconds(50));
    }

    /// <summary>The instance answers a check that it gets twice once.</summary>
    [Fact]
    [Trait("race", "33")]
    public void Check_that_is_not_answered_when_the_old_session_ends_is_asked_again_through_the_new_one_and_is_no_failure()
    {
        var before = Connect(A);
        Request("t1", number: 2);
        before.ExpectMsg<CheckTransaction>();
        var after = Connect(A);

        CheckSender.Tell(new UnregisterProducer(Orders, before), before);

        var again = after.ExpectMsg<CheckTransaction>();
        Assert.Equal(2, again.Number);
        Answer(A, again, CheckVerdict.RolledBack);
        ExpectConclusion(CheckEnding.RolledBack);
    }
}

using Akka.Actor;
using Akka.TestKit;
using Coordinator.Checks;
using Coordinator.Contracts;
using Coordinator.Contracts.Checking;
using Coordinator.Transactions;

namespace Coordinator.Tests.Checks;

/// <summary>Race 9: an answer arrives after the check has ended.</summary>
[Trait("race", "9")]
public sealed class LateAnswerSpec : CheckSenderKit
{
    private static readonly TimeSpan Quiet = TimeSpan.FromMilliseconds(50);

    [Theory, Trait("race", "9")]
    [InlineData(CheckVerdict.Committed, (int)CheckEnding.Committed)]
    [InlineData(CheckVerdict.RolledBack, (int)CheckEnding.RolledBack)]
    public async Task Late_answer_that_is_definite_reaches_the_transaction_race_9(CheckVerdict verdict, int ending)
    {
        var askedAt = Time.Now;
        var asked = await TimeOutAsync(Connect(A));

        Answer(A, asked, verdict);

        var late = Region.ExpectMsg<CheckConcluded>();
        Assert.Equal(new CheckConcluded(asked.Id, 1, (CheckEnding)ending, A, askedAt, null), late);
        Transaction.ExpectNoMsg(Quiet);
    }

    [Fact]
    public async Task Late_answer_that_decides_nothing_is_dropped()
    {
        var asked = await TimeOutAsync(Connect(A));

        Answer(A, asked, CheckVerdict.InProgress);

        Region.ExpectNoMsg(Quiet);
    }

    [Fact]
    public async Task Answer_to_an_earlier_check_does_not_end_the_one_in_flight_and_still_reaches_the_transaction()
    {
        var session = Connect(A);
        var first = await TimeOutAsync(session);
        Request("t1", number: 2);
        session.ExpectMsg<CheckTransaction>();

        Answer(A, first, CheckVerdict.RolledBack);

        Assert.Equal(1, Region.ExpectMsg<CheckConcluded>().Number);
        Transaction.ExpectNoMsg(Quiet);
    }

    [Fact]
    public async Task Answer_survives_the_session_that_was_asked()
    {
        var session = Connect(A);
        Request("t1");
        var asked = session.ExpectMsg<CheckTransaction>();
        CheckSender.Tell(new UnregisterProducer(Orders, session));
        ExpectConclusion(CheckEnding.Failed);
        Connect(A);
        await SettledAsync();

        Answer(A, asked, CheckVerdict.Committed);

        Assert.Equal(CheckEnding.Committed, Region.ExpectMsg<CheckConcluded>().Ending);
    }

    [Fact]
    public void Answer_that_nobody_asked_for_decides_nothing()
    {
        Connect(A);

        Answer(A, new CheckTransaction(new TransactionId("t1"), Orders, 1, []), CheckVerdict.Committed);

        Region.ExpectNoMsg(Quiet);
    }

    private async Task<CheckTransaction> TimeOutAsync(TestProbe session)
    {
        Request("t1");
        var asked = session.ExpectMsg<CheckTransaction>();
        await SettledAsync();
        Time.Advance(Options.CheckTimeout);
        ExpectConclusion(CheckEnding.TimedOut);
        return asked;
    }
}

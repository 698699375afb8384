using Akka.Actor;
using Coordinator.Contracts;
using Coordinator.Contracts.Checking;
using Coordinator.Contracts.Messages;
using Coordinator.Transactions;

namespace Coordinator.Tests.Checks;

public sealed class CheckSenderLimitsSpec : CheckSenderKit
{
    [Fact]
    public void No_more_checks_are_in_flight_than_the_group_may_have()
    {
        Options.CheckMaxInFlightPerGroup = 2;
        var session = Connect(A);
        Request("t1");
        Request("t2");
        Request("t3");

        var first = session.ExpectMsg<CheckTransaction>();
        session.ExpectMsg<CheckTransaction>();
        session.ExpectNoMsg(TimeSpan.FromMilliseconds(50));
        Answer(A, first, CheckVerdict.Committed);

        Assert.Equal("t3", session.ExpectMsg<CheckTransaction>().Id.Value);
    }

    [Fact]
    public async Task Silent_check_makes_room_when_its_time_is_over()
    {
        Options.CheckMaxInFlightPerGroup = 1;
        var session = Connect(A);
        Request("t1");
        Request("t2");
        session.ExpectMsg<CheckTransaction>();
        await SettledAsync();

        Time.Advance(Options.CheckTimeout);

        Assert.Equal("t2", session.ExpectMsg<CheckTransaction>().Id.Value);
    }

    [Fact]
    public async Task Checks_of_a_group_keep_to_its_rate()
    {
        Options.CheckRatePerGroup = 20;
        Options.CheckMaxInFlightPerGroup = 1_000;
        var session = Connect(A);
        for (var n = 0; n < 12; n++)
            Request($"t{n}");
        await SettledAsync();

        Assert.Equal(2, Drain(session));
        for (var tick = 0; tick < 9; tick++)
        {
            Time.Advance(TimeSpan.FromMilliseconds(50));
            await SettledAsync();
            Assert.Equal(1, Drain(session));
        }
    }

    [Fact]
    public void Check_is_put_off_at_once_when_the_line_is_full()
    {
        Options.CheckMaxInFlightPerGroup = 1;
        Options.CheckMaxWaitingPerGroup = 1;
        Connect(A);
        Request("t1");
        Request("t2");
        Request("t3");

        Assert.Equal("t3", ExpectConclusion(CheckEnding.Deferred).Id.Value);
    }

    [Fact]
    public void Large_checks_are_in_flight_up_to_a_number_of_bytes()
    {
        var session = Connect(A);
        for (var n = 1; n <= 6; n++)
            RequestLarge($"t{n}");

        // 4 MiB each: four reach the limit of 16 MiB.
        var first = session.ExpectMsg<CheckTransaction>();
        for (var n = 2; n <= 4; n++)
            session.ExpectMsg<CheckTransaction>();
        session.ExpectNoMsg(TimeSpan.FromMilliseconds(50));
        Answer(A, first, CheckVerdict.Committed);

        Assert.Equal("t5", session.ExpectMsg<CheckTransaction>().Id.Value);
    }

    [Fact]
    public void Large_checks_wait_up_to_a_number_of_bytes()
    {
        Options.CheckMaxInFlightPerGroup = 1;
        Connect(A);
        // One is in flight, and 16 of 4 MiB fill the 64 MiB of those that wait.
        for (var n = 0; n <= 17; n++)
            RequestLarge($"t{n}");

        var postponed = ExpectConclusion(CheckEnding.Deferred);
        Assert.Equal("t17", postponed.Id.Value);
        Assert.Contains("64MiB", postponed.Detail, StringComparison.Ordinal);
    }

    private void RequestLarge(string id) => CheckSender.Tell(
        new RequestCheck(new TransactionId(id), Orders, 1, [new Message { Topic = new Topic("t"), Body = new byte[MessageLimits.MaxTransactionBytes - 1] }]),
        Transaction);

    private static int Drain(Akka.TestKit.TestProbe probe)
    {
        var count = 0;
        while (probe.HasMessages)
        {
            probe.ExpectMsg<CheckTransaction>();
            count++;
        }

        return count;
    }
}

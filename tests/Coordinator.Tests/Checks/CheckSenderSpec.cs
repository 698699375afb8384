using Akka.Actor;
using Akka.Cluster.Sharding;
using Coordinator.Checks;
using Coordinator.Common;
using Coordinator.Contracts;
using Coordinator.Contracts.Checking;
using Coordinator.Recovery;
using Coordinator.Transactions;

namespace Coordinator.Tests.Checks;

public sealed class CheckSenderSpec : CheckSenderKit
{
    [Theory]
    [InlineData(CheckVerdict.Committed, (int)CheckEnding.Committed)]
    [InlineData(CheckVerdict.RolledBack, (int)CheckEnding.RolledBack)]
    [InlineData(CheckVerdict.InProgress, (int)CheckEnding.InProgress)]
    [InlineData(CheckVerdict.Failed, (int)CheckEnding.Failed)]
    public void Sender_passes_the_answer_of_an_instance_on(CheckVerdict verdict, int ending)
    {
        var session = Connect(A);
        var askedAt = Time.Now;
        Request("t1", number: 3);

        var asked = session.ExpectMsg<CheckTransaction>();
        Assert.Equal((new TransactionId("t1"), Orders, 3), (asked.Id, asked.Group, asked.Number));
        Answer(A, asked, verdict);

        var conclusion = ExpectConclusion((CheckEnding)ending);
        Assert.Equal((3, A, askedAt), (conclusion.Number, conclusion.Instance, conclusion.AskedAt));
    }

    [Fact]
    public void Sender_answers_at_once_when_no_instance_is_connected()
    {
        Request("t1");

        Assert.Null(ExpectConclusion(CheckEnding.NoInstance).Instance);
    }

    [Fact]
    public void Sender_tells_the_sweep_when_a_group_gets_its_first_instance_and_not_at_the_second()
    {
        Connect(A);
        Assert.Equal([Orders], Sweep.ExpectMsg<GroupsReturned>().Groups);

        Connect(B);
        Sweep.ExpectNoMsg(TimeSpan.FromMilliseconds(50));
    }

    [Fact]
    public void Instances_of_one_name_of_two_participants_are_both_asked()
    {
        var (one, two) = (A.OfParticipant("one"), A.OfParticipant("two"));
        var sessions = new[] { Connect(one), Connect(two) };

        Request("t1");
        Answer(one, sessions[0].ExpectMsg<CheckTransaction>(), CheckVerdict.Committed);
        Assert.Equal(one, ExpectConclusion(CheckEnding.Committed).Instance);
        Request("t2");
        Answer(two, sessions[1].ExpectMsg<CheckTransaction>(), CheckVerdict.Committed);
        Assert.Equal(two, ExpectConclusion(CheckEnding.Committed).Instance);
    }

    [Fact]
    public void Instance_that_registers_again_and_again_is_news_once()
    {
        var session = Connect(A);
        Sweep.ExpectMsg<GroupsReturned>();

        CheckSender.Tell(new RegisterProducer(Orders, A, session));

        Sweep.ExpectNoMsg(TimeSpan.FromMilliseconds(50));
    }

    [Fact]
    public async Task Check_times_out_when_the_instance_keeps_silent()
    {
        var session = Connect(A);
        Request("t1");
        session.ExpectMsg<CheckTransaction>();
        await SettledAsync();

        Time.Advance(Options.CheckTimeout - TimeSpan.FromMilliseconds(1));
        Transaction.ExpectNoMsg(TimeSpan.FromMilliseconds(50));
        Time.Advance(TimeSpan.FromMilliseconds(1));

        Assert.Equal(A, ExpectConclusion(CheckEnding.TimedOut).Instance);
    }

    [Fact]
    public async Task Sender_asks_another_instance_after_one_kept_silent()
    {
        var a = Connect(A);
        Request("t1");
        a.ExpectMsg<CheckTransaction>();
        var b = Connect(B);
        await SettledAsync();
        Time.Advance(Options.CheckTimeout);
        ExpectConclusion(CheckEnding.TimedOut);

        Request("t1", number: 2);
        Answer(B, b.ExpectMsg<CheckTransaction>(), CheckVerdict.InProgress);
        ExpectConclusion(CheckEnding.InProgress);
        Request("t1", number: 3);

        b.ExpectMsg<CheckTransaction>();
        a.ExpectNoMsg(TimeSpan.FromMilliseconds(50));
    }

    [Fact]
    public void Check_goes_on_with_another_instance_when_the_session_dies()
    {
        var a = Connect(A);
        Request("t1");
        var first = a.ExpectMsg<CheckTransaction>();
        var b = Connect(B);

        Sys.Stop(a);

        var second = b.ExpectMsg<CheckTransaction>();
        Assert.Equal(first.Number, second.Number);
        Answer(B, second, CheckVerdict.Committed);
        Assert.Equal(B, ExpectConclusion(CheckEnding.Committed).Instance);
    }

    [Fact]
    public async Task Check_that_goes_on_with_another_instance_gets_its_own_time()
    {
        var a = Connect(A);
        Request("t1");
        a.ExpectMsg<CheckTransaction>();
        var b = Connect(B);
        await SettledAsync();
        Time.Advance(Options.CheckTimeout / 2);
        Sys.Stop(a);
        b.ExpectMsg<CheckTransaction>();
        await SettledAsync();

        Time.Advance(Options.CheckTimeout / 2);
        Transaction.ExpectNoMsg(TimeSpan.FromMilliseconds(50));
        Time.Advance(Options.CheckTimeout / 2);
        Assert.Equal(B, ExpectConclusion(CheckEnding.TimedOut).Instance);
    }

    [Fact]
    public async Task Sender_tells_the_sweep_when_an_instance_comes_after_a_check_went_unanswered()
    {
        var a = Connect(A);
        Sweep.ExpectMsg<GroupsReturned>();
        Request("t1");
        a.ExpectMsg<CheckTransaction>();
        await SettledAsync();
        Time.Advance(Options.CheckTimeout);
        ExpectConclusion(CheckEnding.TimedOut);

        Connect(B);

        Assert.Equal([Orders], Sweep.ExpectMsg<GroupsReturned>().Groups);
        Connect(new InstanceId("c"));
        Sweep.ExpectNoMsg(TimeSpan.FromMilliseconds(50));
    }

    [Fact]
    public void Waiting_checks_are_given_back_when_the_last_instance_goes()
    {
        Options.CheckMaxInFlightPerGroup = 1;
        var session = Connect(A);
        Request("t1");
        Request("t2");
        session.ExpectMsg<CheckTransaction>();

        CheckSender.Tell(new UnregisterProducer(Orders, session));

        Assert.Equal("t1", ExpectConclusion(CheckEnding.Failed).Id.Value);
        Assert.Equal("t2", ExpectConclusion(CheckEnding.NoInstance).Id.Value);
    }

    [Fact]
    public void Recovered_transaction_that_asks_again_gets_the_answer_and_the_instance_is_asked_once()
    {
        var session = Connect(A);
        Request("t1");
        var asked = session.ExpectMsg<CheckTransaction>();
        var recovered = CreateTestProbe();

        Request("t1", from: recovered);
        Answer(A, asked, CheckVerdict.Committed);

        Assert.Equal(CheckEnding.Committed, recovered.ExpectMsg<CheckConcluded>().Ending);
        session.ExpectNoMsg(TimeSpan.FromMilliseconds(50));
        Transaction.ExpectNoMsg(TimeSpan.FromMilliseconds(50));
    }

    [Fact]
    public void Second_check_of_a_transaction_is_put_off_while_one_is_in_flight()
    {
        var session = Connect(A);
        Request("t1");
        session.ExpectMsg<CheckTransaction>();

        Request("t1", number: 2);

        Assert.Equal(2, ExpectConclusion(CheckEnding.Deferred).Number);
    }

    [Fact]
    public void Sender_still_knows_the_sessions_when_it_was_restarted()
    {
        var session = Connect(A);
        CheckSender.Tell(new RegisterProducer(Orders, B, null!));

        Request("t1");
        session.ExpectMsg<CheckTransaction>();
        Sys.Stop(session);

        ExpectConclusion(CheckEnding.Failed);
    }

    [Fact]
    public void Sender_without_instances_gives_way_after_a_while_and_one_with_instances_never()
    {
        var shard = CreateTestProbe();
        var sender = shard.ChildActorOf(Coordinator.Checks.CheckSender.Props(Orders, Options, () => Region, () => Sweep, new LogThrottle(TimeProvider.System)));
        var session = CreateTestProbe();
        sender.Tell(new RegisterProducer(Orders, A, session));
        Sweep.ExpectMsg<GroupsReturned>();
        Time.Advance(TimeSpan.FromHours(1));
        shard.ExpectNoMsg(TimeSpan.FromMilliseconds(50));

        sender.Tell(new UnregisterProducer(Orders, session));
        sender.Tell(new RequestCheck(new TransactionId("t1"), Orders, 1, []), Transaction);
        ExpectConclusion(CheckEnding.NoInstance);
        Time.Advance(TimeSpan.FromMinutes(2));

        Assert.IsType<PoisonPill>(shard.ExpectMsg<Passivate>().StopMessage);
    }
}

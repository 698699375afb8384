using Akka.Actor;
using Akka.Cluster.Sharding;
using Akka.TestKit;
using Coordinator.Contracts.Producing;
using Coordinator.Testing;
using Coordinator.Topics.Log;
using Coordinator.Transactions;

namespace Coordinator.Tests.Transactions;

/// <summary>One transaction's actor between probes: its shard, the queues, the check sender; time and journal are the test's.</summary>
public abstract class TransactionActorKit : VirtualTimeKit
{
    private readonly TransactionDependencies _around;

    protected TransactionActorKit()
    {
        Queues = CreateTestProbe("queues");
        Checks = CreateTestProbe("checks");
        var policy = new CheckPolicy(Checking);
        _around = new TransactionDependencies(
            Queues.Ref,
            Checks.Ref,
            new TransactionDecider(policy.Budget),
            policy,
            Options);
    }

    private protected CheckScheduleOptions Checking { get; } = new();

    private protected TransactionOptions Options { get; } = new();

    /// <summary>Of the actor that was started last.</summary>
    protected TestProbe Shard { get; private set; } = null!;

    protected TestProbe Queues { get; }

    protected TestProbe Checks { get; }

    protected static string JournalId => "t-order-1";

    private protected IEnumerable<string> Written => Journal.EventsOf(JournalId).Select(happened => happened.GetType().Name);

    /// <summary>Starts the transaction's actor, as its shard does when a message comes for it.</summary>
    protected IActorRef Start()
    {
        Shard = CreateTestProbe();
        var actor = Shard.ChildActorOf(TransactionActor.Props(Some.Id, _around));
        Watch(actor);
        return actor;
    }

    private protected IActorRef StartPrepared(PrepareTransaction? prepare = null)
    {
        var actor = Start();
        Expect(actor, prepare ?? Some.Prepare(), TransactionOutcome.Accepted, TransactionPhase.Prepared);
        return actor;
    }

    private protected void Expect(
        IActorRef actor, ITransactionMessage command, TransactionOutcome outcome, TransactionPhase phase)
    {
        actor.Tell(command, TestActor);
        ExpectReply(outcome, phase);
    }

    private protected void ExpectReply(TransactionOutcome outcome, TransactionPhase phase)
    {
        switch (ExpectMsg<object>())
        {
            case TransactionReply reply:
                Assert.Equal((outcome, phase), (reply.Outcome, reply.Phase));
                break;
            case TransactionResolved resolved:
                Assert.Equal((outcome, phase), (resolved.Outcome, resolved.Phase));
                break;
            case var other:
                Assert.Fail($"no reply: {other}");
                break;
        }
    }

    /// <summary>Time passes until the next check is due; answers it.</summary>
    private protected RequestCheck ExpectCheck(TimeSpan after)
    {
        Time.Advance(after);
        return Checks.ExpectMsg<RequestCheck>();
    }

    private protected void Conclude(RequestCheck request, CheckEnding ending) => Checks.Reply(new CheckConcluded(
        request.Id, request.Number, ending, Asked(ending) ? Some.Instance : null, Time.Now, null));

    /// <summary>A round trip: everything sent before has been handled, writes included.</summary>
    private protected void Settle(IActorRef actor)
    {
        var probe = CreateTestProbe();
        actor.Tell(new CommitTransaction(Some.Id, Some.OtherGroup, Some.Instance), probe.Ref);
        probe.ExpectMsg<TransactionReply>(reply => Assert.Equal(TransactionOutcome.Conflict, reply.Outcome));
    }

    private protected void AppendEverything(IActorRef actor)
    {
        var append = Queues.ExpectMsg<AppendToQueue>();
        actor.Tell(new AppendedToQueue(append.Queue, append.Transaction), Queues.Ref);
    }

    /// <summary>The shard's part of passivation.</summary>
    protected void ExpectPassivation(IActorRef actor)
    {
        var passivate = Shard.ExpectMsg<Passivate>();
        actor.Tell(passivate.StopMessage, Shard.Ref);
        ExpectTerminated(actor);
    }

    /// <summary>The node is gone; another one starts the actor anew.</summary>
    protected IActorRef Crash(IActorRef actor)
    {
        Sys.Stop(actor);
        ExpectTerminated(actor);
        return Start();
    }

    private static bool Asked(CheckEnding ending) => ending is not (CheckEnding.NoInstance or CheckEnding.Deferred);
}

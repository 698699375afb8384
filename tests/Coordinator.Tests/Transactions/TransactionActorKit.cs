using Akka.Actor;
using Akka.Cluster.Sharding;
using Akka.TestKit;
using Coordinator.Common;
using Coordinator.Contracts;
using Coordinator.Contracts.Producing;
using Coordinator.Persistence.GroupCommit;
using Coordinator.Testing;
using Coordinator.Tests.Topics.Log;
using Coordinator.Topics.Log;
using Coordinator.Transactions;

namespace Coordinator.Tests.Transactions;

/// <summary>
/// Actor of one transaction between probes for its shard, the queues and the check sender. Time and journal belong to the test.
/// </summary>
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
            Options,
            new StoredEventMapping(Sys.Serialization, Sys.Scheduler));
    }

    private protected CheckScheduleOptions Checking { get; } = new();

    private protected TransactionOptions Options { get; } = new();

    /// <summary>Gets the shard of the actor that was started last.</summary>
    protected TestProbe Shard { get; private set; } = null!;

    protected TestProbe Queues { get; }

    protected TestProbe Checks { get; }

    protected static string JournalId => "t-order-1";

    private protected IEnumerable<string> Written => Journal.EventsOf(JournalId).Select(happened => happened.GetType().Name);

    /// <summary>Starts the transaction's actor, as its shard does when a message arrives for it.</summary>
    protected IActorRef Start() => Start(Some.Id);

    private protected IActorRef Start(TransactionId id)
    {
        Shard = CreateTestProbe();
        var actor = Shard.ChildActorOf(TransactionActor.Props(id, _around with { Throttle = new LogThrottle(TimeProvider.System) }));
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

    /// <summary>Advances the time until the next check is due, and expects it.</summary>
    private protected RequestCheck ExpectCheck(TimeSpan after)
    {
        Time.Advance(after);
        return Checks.ExpectMsg<RequestCheck>();
    }

    private protected void Conclude(RequestCheck request, CheckEnding ending) => Checks.Reply(new CheckConcluded(
        request.Id, request.Number, ending, Asked(ending) ? Some.Instance : null, Time.Now, null));

    /// <summary>Waits with a round trip until everything sent before has been handled, writes included.</summary>
    private protected void Settle(IActorRef actor)
    {
        var probe = CreateTestProbe();
        actor.Tell(new CommitTransaction(Some.Id, Some.OtherGroup, Some.Instance), probe.Ref);
        probe.ExpectMsg<TransactionReply>(reply => Assert.Equal(TransactionOutcome.Conflict, reply.Outcome));
    }

    /// <summary>Sends a command that commits, plays the queue's part, and expects the reply.</summary>
    private protected void ExpectCommit(IActorRef actor, ITransactionMessage? command = null)
    {
        actor.Tell(command ?? Some.Commit(), TestActor);
        AppendEverything(actor);
        ExpectReply(TransactionOutcome.Accepted, TransactionPhase.Committed);
    }

    /// <summary>Plays the part of some queues: stores the event with which a transaction commits, and answers.</summary>
    private protected void AppendEverything(IActorRef actor, int queues = 1)
    {
        for (var queue = 0; queue < queues; queue++)
        {
            var append = Queues.ExpectMsg<AppendToQueue>();
            actor.Tell(Stores(append) ? new AppendedToQueue(append.Queue, append.Transaction) : new AppendRefused(append.Queue, append.Transaction), Queues.Ref);
        }
    }

    /// <summary>Stores what a queue stores of an append; false when the transaction has an event of that number already.</summary>
    private protected bool Stores(AppendToQueue append)
    {
        if (append.Companion is not { } companion)
            return true;
        if (Journal.Written.Any(write => write.PersistenceId == companion.PersistenceId && write.SequenceNr == companion.SequenceNumber))
            return false;
        new FaultyQueueLogWriter(Sys).StoreAsync(companion).Wait(TimeSpan.FromSeconds(10));
        return true;
    }

    /// <summary>Plays the shard's part of passivation.</summary>
    protected void ExpectPassivation(IActorRef actor)
    {
        var passivate = Shard.ExpectMsg<Passivate>();
        actor.Tell(passivate.StopMessage, Shard.Ref);
        ExpectTerminated(actor);
    }

    /// <summary>Kills the node and starts the actor anew on another one.</summary>
    protected IActorRef Crash(IActorRef actor)
    {
        Sys.Stop(actor);
        ExpectTerminated(actor);
        return Start();
    }

    private static bool Asked(CheckEnding ending) => ending is not (CheckEnding.NoInstance or CheckEnding.Deferred);
}

using Akka.Actor;
using Akka.TestKit;
using Coordinator.Contracts;
using Coordinator.Contracts.Producing;
using Coordinator.Persistence.GroupCommit;
using Coordinator.Testing;
using Coordinator.Tests.Checks;
using Coordinator.Tests.Topics.Log;
using Coordinator.Topics.Log;
using Coordinator.Transactions;
using CsCheck;

namespace Coordinator.Tests.Transactions;

/// <summary>
/// Random commands, crashes and journal faults, for messages of one queue and of two. Every reply is in the journal by then, and is never
/// revoked. It tells of a commit only when the queues have the messages.
/// </summary>
public sealed class TransactionActorProperties
{
    private static readonly Gen<ITransactionMessage> GenCommand = Gen.Int[0, 10].Select(number => number switch
    {
        0 or 1 => Some.Prepare(),
        2 => Some.Commit(),
        3 => Some.Rollback(),
        4 => Some.Resolve(Resolution.Commit),
        5 => Some.Resolve(Resolution.RollBack),
        6 => Some.Concluded(1, CheckEnding.InProgress),
        7 => Some.Concluded(1, CheckEnding.NoInstance),
        8 => Some.Concluded(2, CheckEnding.Failed),
        9 => Some.Concluded(1, CheckEnding.Committed),
        _ => (ITransactionMessage)Some.Concluded(1, CheckEnding.RolledBack),
    });

    private static readonly Gen<Step> GenStep = Gen.Select(
        GenCommand,
        Gen.Int[0, 6],
        Gen.Int[0, 4],
        (command, fault, crash) => new Step(command, fault is >= 1 and <= 3 ? (JournalFault)fault : null, crash == 0));

    [Fact]
    public void Reply_is_durable_and_final() => Gen.Select(Gen.Bool, GenStep.Array[1, 12]).Sample(
        (twoQueues, steps) =>
        {
            using var run = new Run(twoQueues);
            foreach (var step in steps)
                run.Do(step);
        },
        iter: 60,
        threads: 1);

    private sealed record Step(ITransactionMessage Command, JournalFault? Fault, bool Crash);

    private sealed class Run : VirtualTimeKit
    {
        private readonly TransactionOptions _options = new();
        private readonly TransactionDependencies _around;
        private readonly bool _twoQueues;
        private readonly Activity _activity = new();
        private IActorRef _shard;
        private TransactionOutcome? _final;

        public Run(bool twoQueues)
        {
            _twoQueues = twoQueues;
            var policy = new CheckPolicy(new CheckScheduleOptions());
            var queues = Sys.ActorOf(Props.Create(() => new Queues()));
            var events = new StoredEventMapping(Sys.Serialization, Sys.Scheduler);
            _around = new TransactionDependencies(queues, ActorRefs.Nobody, new TransactionDecider(policy.Budget), policy, _options, events);
            _shard = Start();
        }

        private List<string> Written => [.. Events.Select(happened => happened.GetType().Name)];

        private IEnumerable<ITransactionEvent> Events => Journal.EventsOf("t-order-1").Cast<ITransactionEvent>();

        public void Do(Step step)
        {
            if (step.Crash)
                Crash();
            Journal.Clear();
            if (step.Fault is { } fault)
                Journal.Arm(fault);
            var command = step.Command is PrepareTransaction && _twoQueues ? Some.PrepareForTwoQueues() : step.Command;
            var asker = CreateTestProbe();
            _shard.Tell(command, asker);
            // A check has no reply, so ask for something that has one and changes nothing.
            if (command is CheckConcluded)
                _shard.Tell(Some.Commit(Some.OtherGroup), asker);
            switch (Answer(asker))
            {
                case TransactionReply reply:
                    Check(step, command is CheckConcluded ? null : reply.Outcome);
                    break;
                case TransactionResolved resolved:
                    Check(step, resolved.Outcome);
                    break;
                case null:
                    // What a stopped entity had not begun is lost, and its sender repeats it.
                    Assert.NotNull(step.Fault);
                    break;
                case var other:
                    Assert.Fail($"no reply: {other}");
                    break;
            }

            CheckHistory();
        }

        private IActorRef Start()
        {
            var (around, activity) = (_around, _activity);
            return Sys.ActorOf(Props.Create(() => new TransactionShard(id => TransactionActor.Props(id, around), activity)));
        }

        private void Crash()
        {
            Watch(_shard);
            Sys.Stop(_shard);
            ExpectTerminated(_shard);
            _shard = Start();
        }

        /// <summary>Lets the time pass that a transaction gives its queue, until there is an answer or nobody is left to give one.</summary>
        private object? Answer(TestProbe asker)
        {
            for (var wait = 0; wait < 40; wait++)
            {
                if (asker.ReceiveOne(TimeSpan.FromMilliseconds(wait < 2 ? 100 : 300)) is { } answer)
                    return answer;
                if (IsGone())
                    break;
                Time.Advance(_options.AppendRetryMaxInterval);
            }

            return asker.ReceiveOne(TimeSpan.Zero);
        }

        /// <summary>True when the entity has ended and its shard keeps nothing for the next one. What it replied has arrived by then.</summary>
        private bool IsGone() => _shard.Ask<Memory>(new AskMemory(), TimeSpan.FromSeconds(10)).Result is { Transactions.Count: 0, Leaving: 0 };

        private void Check(Step step, TransactionOutcome? outcome)
        {
            switch (outcome)
            {
                case TransactionOutcome.Busy:
                    Assert.NotNull(step.Fault);
                    break;
                case TransactionOutcome.Accepted when step.Command is PrepareTransaction:
                    Assert.Contains(nameof(TransactionPrepared), Written);
                    break;
                case TransactionOutcome.Accepted when step.Command is CommitTransaction or ResolveTransaction { Resolution: Resolution.Commit }:
                case TransactionOutcome.AlreadyCommitted:
                    Finally(TransactionOutcome.AlreadyCommitted, _twoQueues ? nameof(TransactionCommitted) : nameof(TransactionAppended));
                    Assert.Equal(_twoQueues ? 2 : 1, Appended);
                    break;
                case TransactionOutcome.Accepted when step.Command is RollbackTransaction or ResolveTransaction:
                case TransactionOutcome.AlreadyRolledBack:
                    Finally(TransactionOutcome.AlreadyRolledBack, nameof(TransactionRolledBack));
                    break;
                case TransactionOutcome.NotFound:
                    Assert.Empty(Written);
                    break;
                case null:
                    break;
                default:
                    Assert.Fail($"{outcome} to {step.Command}");
                    break;
            }
        }

        private int Appended => Journal.Written.Where(write => write.Event is EntryAppended).Select(write => write.PersistenceId).Distinct().Count();

        private void Finally(TransactionOutcome final, string written)
        {
            Assert.Contains(written, Written);
            Assert.Equal(final, _final ?? final);
            _final = final;
        }

        private void CheckHistory()
        {
            Assert.True(Written.Count(happened => happened is nameof(TransactionCommitted) or nameof(TransactionAppended) or nameof(TransactionRolledBack)) <= 1);
            Assert.NotNull(Events.Aggregate(TransactionState.None, (state, happened) => state.Apply(happened)));
            Assert.True(Appended == 0 || Written.Exists(happened => happened is nameof(TransactionCommitted) or nameof(TransactionAppended)));
            Assert.True(!Written.Contains(nameof(TransactionAppended)) || Appended == 1);
        }
    }

    /// <summary>Stands in for the region of queues.</summary>
    private sealed class Queues : ReceiveActor
    {
        public Queues() => Receive<AppendToQueue>(append =>
        {
            var name = append.Queue.Number.ToString(System.Globalization.CultureInfo.InvariantCulture);
            var queue = Context.Child(name);
            if (queue.IsNobody())
                queue = Context.ActorOf(LogOf(append.Queue), name);
            queue.Forward(append);
        });

        private static Props LogOf(QueueId queue)
        {
            var reader = new JournalFaultsLogReader(JournalFaults.Of(Context.System));
            var writer = new FaultyQueueLogWriter(Context.System);
            var options = new TopicOptions();
            return Props.Create(() => new QueueLog(queue, options, reader, writer, (_, _, _, _) => Props.Empty, null, null));
        }
    }
}

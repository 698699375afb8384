using Akka.Actor;
using Akka.TestKit;
using Coordinator.Contracts.Producing;
using Coordinator.Persistence;
using Coordinator.Persistence.GroupCommit;
using Coordinator.Testing;
using Coordinator.Tests.Checks;
using Coordinator.Tests.Persistence.GroupCommit;
using Coordinator.Topics.Log;
using Coordinator.Transactions;

namespace Coordinator.Tests.Transactions;

/// <summary>
/// The transaction, its queue, or both crash at each step of a commit, on a real journal. The commit is repeated, and is stored once,
/// together with its message.
/// </summary>
[Trait("race", "12")]
public sealed class CommitCrashSpec
{
    public static TheoryData<CommitStep, bool, bool> Crashes { get; } = new MatrixOfCrashes();

    [Theory]
    [MemberData(nameof(Crashes))]
    public Task Commit_is_stored_once_on_Sqlite(CommitStep step, bool transactionCrashes, bool queueCrashes) =>
        IsStoredOnceAsync(StorageEngine.Sqlite, step, transactionCrashes, queueCrashes);

    [PostgresTheory]
    [MemberData(nameof(Crashes))]
    public Task Commit_is_stored_once_on_PostgreSQL(CommitStep step, bool transactionCrashes, bool queueCrashes) =>
        IsStoredOnceAsync(StorageEngine.PostgreSql, step, transactionCrashes, queueCrashes);

    private static async Task IsStoredOnceAsync(StorageEngine engine, CommitStep step, bool transactionCrashes, bool queueCrashes)
    {
        var kit = await JournalKit.OpenAsync(engine, JournalKind.GroupCommit);
        var run = new Run(kit, step);
        run.Prepare();
        run.Commit();
        await run.Reached.WaitAsync(JournalKit.Patience);

        if (transactionCrashes)
            run.CrashTransaction();
        if (queueCrashes)
            run.CrashQueue();
        run.Release();

        run.CommitUntilAccepted();
        await run.CheckAsync();
        await kit.CloseAsync();
    }

    private sealed class MatrixOfCrashes : TheoryData<CommitStep, bool, bool>
    {
        public MatrixOfCrashes()
        {
            foreach (var step in Enum.GetValues<CommitStep>())
            {
                Add(step, true, false);
                Add(step, false, true);
                Add(step, true, true);
            }
        }
    }

    private sealed class Run
    {
        private readonly JournalKit _kit;
        private readonly HeldQueueLogWriter _writer;
        private readonly TaskCompletionSource? _lost;
        private readonly TestProbe _asker;
        private IActorRef _queues;
        private IActorRef _transactions;

        public Run(JournalKit kit, CommitStep step)
        {
            _kit = kit;
            _asker = kit.CreateTestProbe();
            _writer = new HeldQueueLogWriter(JournalQueueLogWriter.Of(kit.Sys), step);
            _lost = step is CommitStep.BeforeTheQueue ? new TaskCompletionSource() : null;
            _queues = StartQueue();
            _transactions = StartTransactions();
        }

        public Task Reached => _lost?.Task ?? _writer.Reached;

        public void Release() => _writer.Release();

        public void Prepare()
        {
            _transactions.Tell(Some.Prepare(timeout: TimeSpan.FromHours(1)), _asker);
            Assert.Equal(TransactionOutcome.Accepted, _asker.ExpectMsg<TransactionReply>(JournalKit.Patience).Outcome);
        }

        public void Commit() => _transactions.Tell(Some.Commit(), _asker);

        /// <summary>Repeats the commit as a session does, until it is confirmed.</summary>
        public void CommitUntilAccepted()
        {
            var until = TimeProvider.System.GetTimestamp();
            while (true)
            {
                Commit();
                if (_asker.ReceiveOne(TimeSpan.FromMilliseconds(500)) is TransactionReply { Outcome: not TransactionOutcome.Busy } reply)
                {
                    Assert.Equal((TransactionOutcome.Accepted, TransactionPhase.Committed), (reply.Outcome, reply.Phase));
                    return;
                }

                Assert.True(TimeProvider.System.GetElapsedTime(until) < JournalKit.Patience, "the commit is never confirmed");
            }
        }

        public void CrashTransaction()
        {
            Stop(_transactions);
            _transactions = StartTransactions();
        }

        public void CrashQueue()
        {
            Stop(_queues);
            _queues = StartQueue();
        }

        public async Task CheckAsync()
        {
            var events = (await JournalTransactionHistory.Of(_kit.Sys).ReadAsync(Some.Id)).Events;
            Assert.Equal([typeof(TransactionPrepared), typeof(TransactionAppended)], events.Select(happened => happened.GetType()));
            var entries = await JournalQueueLogReader.Of(_kit.Sys).ReadAsync(Queue, 1, 100, CancellationToken.None);
            Assert.Equal(Some.Id, Assert.Single(entries).Id.Transaction);
        }

        private static Contracts.QueueId Queue => new(Some.Message().Topic, 2);

        private IActorRef StartQueue()
        {
            var (reader, writer, options) = (JournalQueueLogReader.Of(_kit.Sys), _writer, new TopicOptions());
            return _kit.Sys.ActorOf(Props.Create(() => new QueueLog(Queue, options, reader, writer, (_, _, _, _) => Props.Empty, null, null)));
        }

        private IActorRef StartTransactions()
        {
            var policy = new CheckPolicy(new CheckScheduleOptions());
            var region = _kit.Sys.ActorOf(Props.Create(() => new Way(() => _queues, _lost)));
            var around = new TransactionDependencies(
                region,
                ActorRefs.Nobody,
                new TransactionDecider(policy.Budget),
                policy,
                new TransactionOptions { AppendRetryInterval = TimeSpan.FromMilliseconds(100), AppendRetryMaxInterval = TimeSpan.FromMilliseconds(200) },
                new StoredEventMapping(_kit.Sys.Serialization, _kit.Sys.Scheduler));
            var activity = new Activity();
            return _kit.Sys.ActorOf(Props.Create(() => new TransactionShard(id => TransactionActor.Props(id, around), activity)));
        }

        private void Stop(IActorRef actor)
        {
            _kit.Watch(actor);
            _kit.Sys.Stop(actor);
            _kit.ExpectTerminated(actor, JournalKit.Patience);
        }
    }

    /// <summary>Way to the queue, on which the first append may be lost.</summary>
    private sealed class Way : ReceiveActor
    {
        public Way(Func<IActorRef> queue, TaskCompletionSource? lost) => ReceiveAny(message =>
        {
            if (lost?.TrySetResult() is not true)
                queue().Forward(message);
        });
    }
}

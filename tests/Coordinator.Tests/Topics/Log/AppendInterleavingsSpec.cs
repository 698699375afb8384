using Akka.Actor;
using Coordinator.Contracts;
using Coordinator.Contracts.Messages;
using Coordinator.Persistence.GroupCommit;
using Coordinator.Topics.Log;

namespace Coordinator.Tests.Topics.Log;

/// <summary>
/// Every order in which appends can arrive, writes can begin, end, fail or be lost, and the queue can restart, in virtual time. After each
/// step the log is dense and has each transaction once, together with its commit, and everything that was confirmed is in it.
/// </summary>
[Trait("race", "25")]
public sealed class AppendInterleavingsSpec
{
    private const int Depth = 7;

    private static readonly DateTimeOffset Start = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

    private enum Step
    {
        ArriveCommit,
        ArriveRival,
        ArriveOther,
        BeginWrite,
        EndWrite,
        FailWrite,
        LoseWrite,
        RollBackElsewhere,
        CheckElsewhere,
        Restart,
    }

    [Fact]
    public void Log_and_commits_belong_together_in_every_order()
    {
        var (orders, stored, refused) = (0, 0, 0);
        Go([]);

        Assert.True(orders > 50_000, $"{orders} orders");
        Assert.True(stored > 0 && refused > 0, $"{stored} stored, {refused} refused");

        void Go(List<Step> steps)
        {
            var queue = new Queue();
            foreach (var step in steps)
            {
                if (!queue.TryDo(step))
                    return;
            }

            queue.Check(steps);
            orders++;
            stored += queue.Log.Count;
            refused += queue.Refusals;
            if (steps.Count == Depth)
                return;
            foreach (var step in Enum.GetValues<Step>())
                Go([.. steps, step]);
        }
    }

    /// <summary>The plan of one queue, and the journal.</summary>
    private sealed class Queue
    {
        private static readonly QueueId Id = new(new Topic("orders.paid"), 0);
        private static readonly TransactionId One = new("one");
        private static readonly TransactionId Other = new("other");

        private readonly Dictionary<(string Id, long Number), string> _events = [];
        private readonly List<(TransactionId Transaction, bool IsConfirmed)> _answers = [];
        private AppendPlan _plan = NewPlan();
        private AppendBatch? _writing;
        private DateTimeOffset _now = Start;

        /// <summary>Gets the log, as the journal has it.</summary>
        public List<EntryAppended> Log { get; } = [];

        public int Refusals => _answers.Count(answer => !answer.IsConfirmed);

        /// <summary>Does a step; false when it cannot happen now.</summary>
        public bool TryDo(Step step)
        {
            _now += TimeSpan.FromMilliseconds(1);
            switch (step)
            {
                case Step.ArriveCommit:
                    return Arrive(One, number: 2);
                case Step.ArriveRival:
                    // Another copy of the transaction, which knows of a check that the first does not know of.
                    return _events.GetValueOrDefault((One.Value, 2)) == "checked" && Arrive(One, number: 3);
                case Step.ArriveOther:
                    return Arrive(Other, number: 2);
                case Step.BeginWrite when _writing is null:
                    _writing = _plan.NextBatch(_now, Log.Count == 0 ? DateTimeOffset.MinValue : Log[^1].AppendedAt);
                    return _writing is not null;
                case Step.EndWrite when _writing is { } batch:
                    End(batch, Store(batch));
                    return true;
                case Step.FailWrite when _writing is not null:
                    Recover();
                    return true;
                case Step.LoseWrite when _writing is { } batch:
                    Store(batch);
                    Recover();
                    return true;
                case Step.RollBackElsewhere:
                    return _events.TryAdd((One.Value, 2), "rolled back");
                case Step.CheckElsewhere:
                    return _events.TryAdd((One.Value, 2), "checked");
                case Step.Restart:
                    Recover();
                    return true;
                default:
                    return false;
            }
        }

        public void Check(List<Step> steps)
        {
            var story = string.Join(' ', steps);
            Assert.True(Log.Select(entry => entry.Id).Distinct().Count() == Log.Count, story);
            foreach (var transaction in new[] { One, Other })
            {
                var commits = _events.Count(stored => stored.Key.Id == transaction.Value && stored.Value == "committed");
                Assert.True(commits == Log.Count(entry => entry.Id.Transaction == transaction), story);
                Assert.True(commits == 1 || !_answers.Contains((transaction, true)), story);
            }

            Assert.True(Log.Zip(Log.Skip(1)).All(pair => pair.Item1.AppendedAt <= pair.Item2.AppendedAt), story);
        }

        private static AppendPlan NewPlan() => new(Id, NoReader.Instance, new TopicOptions());

        private bool Arrive(TransactionId transaction, long number)
        {
            var companion = new StoredEvent(transaction.Value, number, 1, [1], "ta", 1, "");
            var message = new IndexedMessage(0, new Message { Topic = Id.Topic });
            return _plan.TryAdd(new AppendToQueue(Id, transaction, _now, [message], companion), ActorRefs.Nobody);
        }

        /// <summary>Stores what one statement stores. Returns what it refuses.</summary>
        private List<PlannedAppend> Store(AppendBatch batch)
        {
            var refused = new List<PlannedAppend>();
            foreach (var append in batch.Appends)
            {
                var companion = append.Companion!.Value;
                if (_events.TryAdd((companion.PersistenceId, companion.SequenceNumber), "committed"))
                    Log.AddRange(append.Entries);
                else
                    refused.Add(append);
            }

            return refused;
        }

        private void End(AppendBatch batch, List<PlannedAppend> refused)
        {
            _writing = null;
            _plan.Answered(batch);
            foreach (var append in batch.Appends)
            {
                if (!refused.Contains(append))
                    append.Entries.ForEach(entry => _plan.Ids.Add(entry.Id, entry.AppendedAt, _now));
                _answers.AddRange(append.Answers.Select(_ => (append.Transaction, !refused.Contains(append))));
            }

            _answers.AddRange(batch.Known.Select(known => (known.Command.Transaction, true)));
        }

        private void Recover()
        {
            _writing = null;
            _plan = NewPlan();
            foreach (var entry in Log)
                _plan.Ids.Add(entry.Id, entry.AppendedAt, _now);
        }
    }

    private sealed class NoReader : IQueueLogReader
    {
        public static readonly NoReader Instance = new();

        public Task<IReadOnlyList<QueueEntry>> ReadAsync(QueueId queue, long from, long to, CancellationToken cancellationToken) =>
            throw new InvalidOperationException("An append that brings its commit needs no search.");

        public Task<EventBounds> BoundsAsync(QueueId queue, CancellationToken cancellationToken) => throw new NotSupportedException();

        public Task<QueueEntry?> FindCopyAsync(QueueId queue, ConsumerGroup group, long offset, CancellationToken cancellationToken) =>
            throw new NotSupportedException();

        public Task<bool> AwaitsAppendAsync(TransactionId transaction, CancellationToken cancellationToken) => throw new NotSupportedException();
    }
}

using Akka.Actor;
using Akka.Cluster.Sharding;
using Akka.TestKit;
using Coordinator.Contracts;
using Coordinator.Delivery.Common;
using Coordinator.Delivery.DeadLetters;
using Coordinator.Testing;

namespace Coordinator.Tests.Delivery.DeadLetters;

/// <summary>Tests replays with a probe in place of the queues, which answers when the test says so.</summary>
public sealed class GroupDeadLettersSpec : VirtualTimeKit
{
    private static readonly ConsumerGroup Group = new("shipping");
    private static readonly TimeSpan Quiet = TimeSpan.FromMilliseconds(150);
    private const int MaxLetters = 1_000;

    private readonly TestProbe _queues;
    private readonly TestProbe _shard;
    private readonly TestProbe _operators;
    private IActorRef _letters;

    public GroupDeadLettersSpec()
    {
        _queues = CreateTestProbe("queues");
        _shard = CreateTestProbe("shard");
        _operators = CreateTestProbe("operators");
        _letters = Start();
    }

    [Fact]
    public void Start_is_answered_with_the_progress_when_the_queues_are_slow()
    {
        Add(3);
        Replay("r1");
        Assert.Equal([1, 2, 3], _queues.ExpectMsg<PutBackMessages>().Letters.Select(letter => letter.Number));
        _operators.ExpectNoMsg(Quiet);
        Time.Advance(ReplayRequesters.LongestWait);
        var replay = Answer();
        Assert.Equal(("r1", 3, 0, 3, null), (replay.Id, replay.Total, replay.Done, replay.Left, replay.EndedAt));
    }

    [Fact]
    public void Repeated_start_finds_its_replay_while_it_runs_and_when_it_has_ended()
    {
        Add(3);
        Replay("r1");
        var batch = _queues.ExpectMsg<PutBackMessages>();
        var again = CreateTestProbe();
        Replay("r1", by: again);
        Confirm(batch);
        Assert.NotNull(Answer().EndedAt);
        Assert.Equal(3, again.ExpectMsg<ReplayDescription>().Progress.Done);

        Add(1, from: 4);
        Replay("r1");

        var late = Answer();
        Assert.Equal((3, 3), (late.Total, late.Done));
        _queues.ExpectNoMsg(Quiet);
        Assert.Single(Journal.EventsOf($"d-{Group}").OfType<ReplayStarted>());
    }

    [Fact]
    public void Further_replay_does_not_start_and_learns_which_one_runs()
    {
        Add(3);
        Replay("r1");
        _queues.ExpectMsg<PutBackMessages>();
        var other = CreateTestProbe();
        Replay("r2", by: other);
        Assert.Equal("r1", other.ExpectMsg<ReplayDescription>().Progress.Id);
        other.Send(_letters, new DescribeReplay(Group, "r2"));
        other.ExpectMsg(new ReplayUnknown(Group, "r2"));
    }

    [Fact]
    public void Replay_of_nothing_ends_at_once()
    {
        Replay("r1", numbers: [5, 6]);
        var replay = Answer();
        Assert.Equal((0, 0, 0), (replay.Total, replay.Done, replay.Left));
        Assert.NotNull(replay.EndedAt);
    }

    [Fact]
    public void Letter_that_comes_after_the_start_does_not_belong_to_the_replay()
    {
        Add(3);
        Replay("r1");
        var batch = _queues.ExpectMsg<PutBackMessages>();
        Add(1, from: 4);
        Confirm(batch);
        var ended = Answer();
        Assert.Equal((3, 3), (ended.Total, ended.Done));
        _queues.ExpectNoMsg(Quiet);
        Assert.Equal(1, List().Total);
    }

    [Fact]
    public void Letter_that_fails_again_before_its_batch_is_confirmed_counts_once()
    {
        Add(1);
        Replay("r1");
        _queues.ExpectMsg<PutBackMessages>();
        _shard.Send(_letters, new AddDeadLetter(Group, QueueOf(0), 1, new(new("t"), 1), 17, null));
        _shard.ExpectMsg<DeadLetterAdded>();
        var ended = Answer();
        Assert.Equal((1, 0), (ended.Done, ended.Left));
        Assert.Equal(17, Assert.Single(List().Letters).Attempts);
    }

    [Fact]
    [Trait("race", "61")]
    public void Letters_of_a_removed_group_are_dropped_and_those_of_a_later_one_stay()
    {
        Add(2);
        Replay("r1");
        _queues.ExpectMsg<PutBackMessages>();
        var topic = QueueOf(0).Topic;

        _shard.Send(_letters, new ForgetTopic(Group, topic, 0, "jo", "not used"));

        _shard.ExpectMsg<TopicForgotten>();
        var ended = Answer();
        Assert.Equal((2, 0, 0), (ended.Total, ended.Done, ended.Left));
        _shard.Send(_letters, new AddDeadLetter(Group, QueueOf(0), 1, new(new("t"), 1), 17, null));
        _shard.ExpectMsg<DeadLetterAdded>();
        Assert.Equal(0, List().Total);
        _shard.Send(_letters, new AddDeadLetter(Group, QueueOf(0), 1, new(new("t"), 1), 17, null, Generation: 1));
        _shard.ExpectMsg<DeadLetterAdded>();
        _shard.Send(_letters, new ForgetTopic(Group, topic, 0, "jo", "again"));
        Assert.Equal(0, _shard.ExpectMsg<TopicForgotten>().DeletableBefore);
        Assert.Equal(1, List().Total);
    }

    [Fact]
    public void Replay_ends_when_its_last_letters_are_discarded()
    {
        Add(2);
        Replay("r1");
        _queues.ExpectMsg<PutBackMessages>();
        _shard.Send(_letters, new DiscardDeadLetters(Group, [1, 2], "jo", "old"));
        _shard.ExpectMsg(new DeadLettersDiscarded(Group, 2, 0));
        var ended = Answer();
        Assert.Equal((2, 0, 0), (ended.Total, ended.Done, ended.Left));
    }

    [Fact]
    public void Batch_without_an_answer_is_repeated_and_a_repeated_answer_counts_once()
    {
        Add(1);
        Replay("r1");
        var batch = _queues.ExpectMsg<PutBackMessages>();
        var repeated = AwaitAssert(() =>
        {
            Time.Advance(TimeSpan.FromSeconds(1));
            return _queues.ExpectMsg<PutBackMessages>(TimeSpan.FromMilliseconds(100));
        });
        Assert.Equal(batch.UpTo, repeated.UpTo);
        Confirm(repeated);
        Confirm(batch);
        AwaitAssert(() => Assert.NotNull(Find("r1").EndedAt));
        Assert.Single(Journal.EventsOf($"d-{Group}").OfType<LettersReplayed>());
    }

    [Fact]
    public void Letters_of_many_queues_are_sent_to_some_queues_at_once_in_batches_by_number()
    {
        const int queues = 20;
        Add(queues * 2, queues: queues);
        Add(300, from: 1_000);
        Replay("r1");
        var sent = _queues.ReceiveN(ReplayBatches.MaxQueues).Cast<PutBackMessages>().ToList();
        _queues.ExpectNoMsg(Quiet);
        Assert.Equal(ReplayBatches.MaxQueues, sent.Select(batch => batch.Queue).Distinct().Count());
        Assert.All(sent, batch => Assert.InRange(batch.Letters.Count, 1, ReplayBatches.MaxLetters));

        var confirmed = 0;
        while (confirmed < 340)
        {
            foreach (var batch in sent)
            {
                Assert.Equal(batch.Letters.Select(letter => letter.Number).Order(), batch.Letters.Select(letter => letter.Number));
                Confirm(batch);
                confirmed += batch.Letters.Count;
            }

            sent = confirmed < 340 ? [_queues.ExpectMsg<PutBackMessages>()] : [];
        }

        Assert.Equal(340, Answer().Done);
    }

    [Fact]
    public void Replay_goes_on_after_a_restart_with_the_letters_that_are_left()
    {
        Add(3, queues: 3);
        Replay("r1", numbers: [1, 2]);
        var batches = _queues.ReceiveN(2).Cast<PutBackMessages>().ToArray();
        Confirm(batches[0]);
        AwaitAssert(() => Assert.Equal(1, Find("r1").Done));

        Restart();

        var rest = _queues.ExpectMsg<PutBackMessages>();
        Assert.Equal((batches[1].UpTo, batches[1].Replay), (rest.UpTo, rest.Replay));
        _queues.ExpectNoMsg(Quiet);
        Confirm(rest);
        AwaitAssert(() => Assert.NotNull(Find("r1").EndedAt));
        var replay = Find("r1");
        Restart();
        Assert.Equal(replay, Find("r1"));
        Assert.Equal(1, List().Total);
    }

    [Fact]
    public void Replay_of_all_keeps_its_letters_after_a_restart()
    {
        Add(3);
        Replay("r1");
        var batch = _queues.ExpectMsg<PutBackMessages>();
        Add(1, from: 4);

        Restart();

        Assert.Equal(batch.Letters, _queues.ExpectMsg<PutBackMessages>().Letters);
        Confirm(batch);
        AwaitAssert(() => Assert.NotNull(Find("r1").EndedAt));
        Assert.Equal((3, 3), (Find("r1").Total, Find("r1").Done));
        Assert.Equal(1, List().Total);
    }

    [Fact]
    public void Last_ended_replays_are_kept()
    {
        for (var n = 0; n <= ReplayList.MaxEnded; n++)
        {
            Replay($"r{n}");
            _operators.ExpectMsg<ReplayDescription>();
        }

        _shard.Send(_letters, new DescribeReplay(Group, "r0"));
        _shard.ExpectMsg(new ReplayUnknown(Group, "r0"));
        Assert.NotNull(Find("r1").EndedAt);
    }

    [Fact]
    public void Idle_dead_letters_leave_memory_but_not_while_a_replay_runs()
    {
        Add(1);
        Replay("r1");
        var batch = _queues.ExpectMsg<PutBackMessages>();
        for (var minute = 0; minute < 5; minute++)
            Time.Advance(TimeSpan.FromMinutes(1));
        Find("r1");
        _shard.ExpectNoMsg(Quiet);
        Confirm(batch);
        AwaitAssert(() => Assert.NotNull(Find("r1").EndedAt));
        AwaitAssert(() =>
        {
            Time.Advance(TimeSpan.FromMinutes(3));
            _shard.ExpectMsg<Passivate>(TimeSpan.FromMilliseconds(100));
        });
    }

    [Fact]
    public void Node_of_an_earlier_release_is_told_to_repeat_its_replay()
    {
        Add(1);
        _shard.Send(_letters, new ReplayDeadLetters(Group, null, "jo"));
        _shard.ExpectMsg(new DeadLettersReplayed(Group, 0, 1, Busy: true));
    }

    [Fact]
    public void Question_whether_a_replay_goes_on_is_answered()
    {
        _shard.Send(_letters, new ContinueReplay(Group));
        _shard.ExpectMsg(new ReplayContinued(Group));
    }

    private static QueueId QueueOf(int number) => new(new Topic("orders.paid"), number);

    private void Add(int count, int from = 1, int queues = 1)
    {
        for (var n = from; n < from + count; n++)
        {
            _shard.Send(_letters, new AddDeadLetter(Group, QueueOf(n % queues), n, new(new("t"), n), 16, null));
            _shard.ExpectMsg<DeadLetterAdded>();
        }
    }

    private void Replay(string id, IReadOnlyList<long>? numbers = null, TestProbe? by = null) =>
        (by ?? _operators).Send(_letters, new StartReplay(Group, id, numbers, "jo", "mended"));

    private ReplayProgress Answer() => _operators.ExpectMsg<ReplayDescription>().Progress;

    private void Confirm(PutBackMessages batch) =>
        _queues.Send(_letters, new MessagesPutBack(batch.Queue, batch.Group, batch.Replay, batch.UpTo, []));

    private ReplayProgress Find(string id)
    {
        var probe = CreateTestProbe();
        probe.Send(_letters, new DescribeReplay(Group, id));
        return probe.ExpectMsg<ReplayDescription>().Progress;
    }

    private T AwaitAssert<T>(Func<T> assertion)
    {
        T result = default!;
        AwaitAssert(() => { result = assertion(); });
        return result;
    }

    private DeadLetterPage List()
    {
        var probe = CreateTestProbe();
        probe.Send(_letters, new ListDeadLetters(Group));
        return probe.ExpectMsg<DeadLetterPage>();
    }

    private void Restart()
    {
        var watcher = CreateTestProbe();
        watcher.Watch(_letters);
        Sys.Stop(_letters);
        watcher.ExpectTerminated(_letters);
        _letters = Start();
    }

    private IActorRef Start() => _shard.ChildActorOf(Props.Create(() => new GroupDeadLetters(Group, () => _queues.Ref, MaxLetters)));
}

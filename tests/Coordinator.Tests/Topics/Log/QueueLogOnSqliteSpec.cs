using Akka.Actor;
using Akka.Streams;
using Akka.Streams.Dsl;
using Coordinator.Contracts;
using Coordinator.Contracts.Consuming;
using Coordinator.Contracts.Messages;
using Coordinator.Delivery.Common;
using Coordinator.Delivery.Progress;
using Coordinator.Persistence.GroupCommit;
using Coordinator.Topics.Log;

namespace Coordinator.Tests.Topics.Log;

public sealed class QueueLogOnSqliteSpec : SqliteKit
{
    private static readonly QueueId Queue = new(new Topic("orders.paid"), 0);

    private readonly TopicOptions _options = new();
    private readonly CountingReader _reader;
    private IActorRef _log;

    public QueueLogOnSqliteSpec()
    {
        _reader = new CountingReader(JournalQueueLogReader.Of(Sys));
        _log = Start();
    }

    [Fact]
    public async Task Offsets_of_many_senders_at_once_are_dense()
    {
        Parallel.For(0, 2000, i => _log.Tell(Append($"t{i}", messages: 1 + (i % 3)), TestActor));
        Appended(2000);

        var entries = await ReadAllAsync();
        Assert.Equal(Enumerable.Range(1, entries.Count).Select(offset => (long)offset), entries.Select(entry => entry.Offset));
        Assert.Equal(3999, entries.Count);
        Assert.Equal(3999, entries.Select(entry => entry.Id).Distinct().Count());
    }

    [Fact]
    public void Log_of_ten_thousand_entries_starts_without_reading_them()
    {
        Fill(10_000);
        Restart();
        _reader.Reads = 0;

        Assert.Equal(10_000, End().Offset);
        // The last few, whose sizes tell how many of those before them may be read together.
        Assert.Equal(2, _reader.Reads);
        _log.Tell(Append("next"));
        Appended(1);
        Assert.Equal(10_001, End().Offset);
    }

    [Fact]
    [Trait("race", "12")]
    public void Append_repeated_after_a_restart_is_found_before_the_last_page()
    {
        var old = Append("old", messages: 2);
        _log.Tell(old);
        Appended(1);
        Fill(3000);
        Restart();
        _reader.Reads = 0;

        _log.Tell(old);
        Appended(1);

        Assert.Equal(3002, End().Offset);
        Assert.True(_reader.Reads > 5);
    }

    [Fact]
    public async Task Offset_of_a_time_is_found()
    {
        for (var i = 0; i < 5; i++)
            Fill(50, $"r{i}");
        var entries = await ReadAllAsync();

        foreach (var time in entries.Select(entry => entry.AppendedAt).Distinct())
        {
            Assert.Equal(entries.First(entry => entry.AppendedAt >= time).Offset, await FindAsync(time));
            var after = entries.FirstOrDefault(entry => entry.AppendedAt > time);
            Assert.Equal(after?.Offset ?? 251, await FindAsync(time + TimeSpan.FromTicks(1)));
        }

        Assert.Equal(1, await FindAsync(DateTimeOffset.MinValue));
        Assert.Equal(251, await FindAsync(DateTimeOffset.MaxValue));

        async Task<long> FindAsync(DateTimeOffset time) => 1 + (await new QueuePositions(
            new GroupQueue(new ConsumerGroup("shipping"), Queue), _log, _reader).FindAsync(new RewindTarget.Position(new StartPosition.At(time)))).Cursor;
    }

    [Fact]
    public async Task Source_gives_the_whole_log_from_journal_and_memory_and_then_what_is_new()
    {
        _options.TailEntries = 100;
        Restart();
        Fill(2500);
        var entries = new QueueSource(Queue, _log, _reader).From(1).Take(2600)
            .RunWith(Sink.Seq<QueueEntry>(), Sys.Materializer());
        Fill(100, "new");

        var read = await entries.WaitAsync(TimeSpan.FromSeconds(20));

        Assert.Equal(Enumerable.Range(1, 2600).Select(offset => (long)offset), read.Select(entry => entry.Offset));
    }

    [Fact]
    public async Task Source_waits_at_the_end_without_reading_the_journal()
    {
        Fill(10);
        var entry = new QueueSource(Queue, _log, _reader).From(11).RunWith(Sink.First<QueueEntry>(), Sys.Materializer());
        End();
        _reader.Reads = 0;

        Fill(1, "new");

        Assert.Equal(11, (await entry.WaitAsync(TimeSpan.FromSeconds(10))).Offset);
        Assert.Equal(0, _reader.Reads);
    }

    [Fact]
    public async Task Source_goes_on_where_it_stopped_when_the_journal_failed()
    {
        _options.TailEntries = 10;
        Restart();
        Fill(2000);
        _reader.FailOn = read => read is 1 or 3;
        _reader.Reads = 0;

        var read = await new QueueSource(Queue, _log, _reader).From(1).Take(2000)
            .RunWith(Sink.Seq<QueueEntry>(), Sys.Materializer())
            .WaitAsync(TimeSpan.FromSeconds(20));

        Assert.Equal(Enumerable.Range(1, 2000).Select(offset => (long)offset), read.Select(entry => entry.Offset));
    }

    [Fact]
    public async Task Source_reads_no_further_than_it_is_consumed()
    {
        _options.TailEntries = 10;
        Restart();
        Fill(5000);
        _reader.Reads = 0;

        var read = await new QueueSource(Queue, _log, _reader).From(1).Take(10)
            .RunWith(Sink.Seq<QueueEntry>(), Sys.Materializer())
            .WaitAsync(TimeSpan.FromSeconds(10));

        Assert.Equal(10, read.Count);
        Assert.InRange(_reader.Reads, 1, 2);
    }

    [Fact]
    public async Task Reader_refuses_a_log_with_a_hole()
    {
        Fill(10);
        await ExecuteAsync("DELETE FROM journal WHERE persistence_id = 'q-orders.paid/0' AND sequence_number = 5");

        var refused = await Assert.ThrowsAsync<InvalidOperationException>(
            () => _reader.ReadAsync(Queue, 1, 10, CancellationToken.None));

        Assert.Contains("Offset 5 is missing", refused.Message, StringComparison.Ordinal);
    }

    private IActorRef Start() => Sys.ActorOf(Props.Create(() => new QueueLog(Queue, _options, _reader, JournalQueueLogWriter.Of(Sys), NoDeliveries, null, null)));

    private void Restart()
    {
        Watch(_log);
        Sys.Stop(_log);
        ExpectTerminated(_log);
        _log = Start();
    }

    private AppendToQueue Append(string transaction, int messages = 1) => new(
        Queue,
        new TransactionId(transaction),
        Sys.Scheduler.Now,
        [.. Enumerable.Range(0, messages).Select(index => new IndexedMessage(index, new Message { Topic = Queue.Topic }))]);

    private void Fill(int count, string prefix = "fill")
    {
        for (var i = 0; i < count; i++)
            _log.Tell(Append($"{prefix}-{i}"));
        Appended(count);
    }

    private void Appended(int count)
    {
        for (var i = 0; i < count; i++)
            ExpectMsg<AppendedToQueue>(TimeSpan.FromSeconds(20));
    }

    private QueueEnd End()
    {
        _log.Tell(new GetQueueEnd(Queue));
        return ExpectMsg<QueueEnd>(TimeSpan.FromSeconds(10));
    }

    private async Task<List<QueueEntry>> ReadAllAsync()
    {
        var entries = new List<QueueEntry>();
        var end = End().Offset;
        while (entries.Count < end)
            entries.AddRange(await _reader.ReadAsync(Queue, entries.Count + 1, end, CancellationToken.None));
        return entries;
    }

    private static Props NoDeliveries(QueueId queue, ConsumerGroup group, int generation, IActorRef log) => throw new NotSupportedException();

    private sealed class CountingReader(IQueueLogReader inner) : IQueueLogReader
    {
        public int Reads { get; set; }

        public Func<int, bool> FailOn { get; set; } = _ => false;

        public Task<IReadOnlyList<QueueEntry>> ReadAsync(
            QueueId queue, long from, long to, CancellationToken cancellationToken) =>
            FailOn(++Reads)
                ? Task.FromException<IReadOnlyList<QueueEntry>>(new InvalidOperationException("failed on command"))
                : inner.ReadAsync(queue, from, to, cancellationToken);

        public Task<EventBounds> BoundsAsync(QueueId queue, CancellationToken cancellationToken) => inner.BoundsAsync(queue, cancellationToken);

        public Task<QueueEntry?> FindCopyAsync(QueueId queue, ConsumerGroup group, long offset, CancellationToken cancellationToken) =>
            inner.FindCopyAsync(queue, group, offset, cancellationToken);

        public Task<bool> AwaitsAppendAsync(TransactionId transaction, CancellationToken cancellationToken) =>
            inner.AwaitsAppendAsync(transaction, cancellationToken);
    }
}

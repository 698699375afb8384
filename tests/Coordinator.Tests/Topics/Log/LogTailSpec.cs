using Coordinator.Contracts;
using Coordinator.Contracts.Messages;
using Coordinator.Topics.Log;

namespace Coordinator.Tests.Topics.Log;

public sealed class LogTailSpec
{
    [Fact]
    public void Tail_keeps_the_latest_entries()
    {
        var tail = new LogTail(100, long.MaxValue);
        Add(tail, 1, 1000);

        Assert.Equal((901, 1000), (tail.First, tail.End));
        var expected = Enumerable.Range(901, 100).Select(offset => (long)offset);
        Assert.Equal(expected, tail.Read(901, 500).Select(entry => entry.Offset));
        Assert.Equal([990L, 991L], tail.Read(990, 2).Select(entry => entry.Offset));
    }

    [Fact]
    public void Tail_is_bounded_by_bytes_but_keeps_the_last_entry()
    {
        var tail = new LogTail(100, 10_000);
        Add(tail, 1, 50, bodySize: 1000);
        Assert.InRange(tail.End - tail.First + 1, 5, 9);

        Add(tail, 51, 51, bodySize: 1_000_000);

        Assert.Equal((51, 51), (tail.First, tail.End));
    }

    [Fact]
    public void Tail_may_begin_inside_the_log()
    {
        var tail = new LogTail(100, long.MaxValue);
        tail.StartAfter(499);
        Assert.Equal((500, 499), (tail.First, tail.End));
        Add(tail, 500, 530);

        Assert.Equal((500, 530), (tail.First, tail.End));
        Assert.Equal(530, tail.Read(530, 10).Single().Offset);
        Assert.Empty(tail.Read(531, 10));
    }

    [Fact]
    public void Tail_refuses_a_gap()
    {
        var tail = new LogTail(100, long.MaxValue);

        Assert.Throws<InvalidOperationException>(() => Add(tail, 2, 2));
    }

    private static void Add(LogTail tail, int from, int to, int bodySize = 10)
    {
        var message = new Message { Topic = new Topic("t"), Body = new byte[bodySize] };
        for (var offset = from; offset <= to; offset++)
            tail.Add(new QueueEntry(offset, new MessageId(new TransactionId("t"), offset), message, default, default));
    }
}

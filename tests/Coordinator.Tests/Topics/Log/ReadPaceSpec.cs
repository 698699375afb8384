using Coordinator.Contracts;
using Coordinator.Contracts.Messages;
using Coordinator.Topics.Log;

namespace Coordinator.Tests.Topics.Log;

public sealed class ReadPaceSpec
{
    [Theory]
    [InlineData(100, IQueueLogReader.MaxPage)]
    [InlineData(100_000, 41)]
    [InlineData(1_000_000, 4)]
    [InlineData(10_000_000, 1)]
    public void Page_is_as_large_as_its_entries_are_small(int bodySize, int expected)
    {
        var pace = new ReadPace();
        var message = new Message { Topic = new Topic("t"), Body = new byte[bodySize] };

        pace.Passed([.. Enumerable.Range(1, 10).Select(offset => new QueueEntry(offset, default, message, default, default))]);

        Assert.Equal(expected, pace.Next);
    }

    [Fact]
    public void Empty_page_changes_nothing()
    {
        var pace = new ReadPace();

        pace.Passed([]);

        Assert.Equal(16, pace.Next);
    }
}

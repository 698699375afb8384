using Coordinator.Topics.Log;

namespace Coordinator.Tests.Topics.Log;

public sealed class TopicOptionsSpec
{
    [Fact]
    public void Defaults_are_valid() => Assert.Empty(new TopicOptions().Problems());

    [Fact]
    public void Bad_value_is_named_with_what_is_allowed()
    {
        var options = new TopicOptions { QueuesPerTopic = 257, Queues = { ["a topic"] = 1, ["b"] = 0 } };

        var problems = options.Problems().ToList();

        Assert.Equal(3, problems.Count);
        Assert.Equal("queuesPerTopic must be between 1 and 256, but is 257.", problems[0]);
        Assert.StartsWith("queues.a topic: topic 'a topic' has ' ' at position 1", problems[1], StringComparison.Ordinal);
        Assert.Equal("queues.b must be between 1 and 256, but is 0.", problems[2]);
    }

    [Fact]
    public void Single_topic_may_have_its_own_number_of_queues()
    {
        var options = new TopicOptions { Queues = { ["orders"] = 16 } };

        Assert.Equal((16, 4), (options.QueuesOf("orders"), options.QueuesOf("other")));
    }
}

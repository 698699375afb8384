using Coordinator.Contracts;
using Coordinator.Sessions.Access;

namespace Coordinator.Tests.Sessions.Access;

public sealed class TopicPatternSpec
{
    [Theory]
    [InlineData("orders.paid", "orders.paid", true)]
    [InlineData("orders.paid", "orders.paid.late", false)]
    [InlineData("orders.paid", "Orders.paid", false)]
    [InlineData("orders.*", "orders.paid", true)]
    [InlineData("orders.*", "orders.", true)]
    [InlineData("orders.*", "orders", false)]
    [InlineData("orders.*", "stock.orders.paid", false)]
    [InlineData("*", "anything", true)]
    public void Pattern_covers_a_name_or_all_names_with_its_prefix(string pattern, string topic, bool covered) =>
        Assert.Equal(covered, TopicPattern.Covers([pattern], new Topic(topic)));

    [Fact]
    public void Empty_list_covers_no_topic() => Assert.False(TopicPattern.Covers([], new Topic("orders.paid")));

    [Theory]
    [InlineData("orders.paid", null)]
    [InlineData("orders.*", null)]
    [InlineData("*", null)]
    [InlineData("", "must be a topic, a prefix such as orders.*, or * for all, but is empty.")]
    [InlineData("*.paid", "must be a topic, a prefix such as orders.*, or * for all, but is '*.paid'.")]
    [InlineData("orders/*", "must be a topic, a prefix such as orders.*, or * for all, but is 'orders/*'.")]
    [InlineData("orders.**", "must be a topic, a prefix such as orders.*, or * for all, but is 'orders.**'.")]
    public void Pattern_that_no_topic_could_have_is_a_problem(string pattern, string? problem) =>
        Assert.Equal(problem, TopicPattern.Problem(pattern));
}

using Akka.Actor;
using Akka.TestKit.Xunit2;
using Coordinator.Contracts;
using Coordinator.Topics.Catalog;

namespace Coordinator.Tests.Topics.Catalog;

public sealed class TopicCatalogSpec : TestKit
{
    private static readonly Topic Orders = new("orders");

    [Fact]
    public async Task Catalog_asks_once_for_many_who_want_to_know_at_once()
    {
        var catalog = Catalog();
        Assert.False(catalog.TryGetQueueCount(Orders, out _));
        var asking = Enumerable.Range(0, 50).Select(_ => catalog.GetOrCreateAsync(Orders, CancellationToken.None)).ToList();
        ExpectMsg<GetOrCreateTopic>();
        Reply(new TopicDescription(Orders, 4, []));

        Assert.All(await Task.WhenAll(asking), count => Assert.Equal(4, count));
        Assert.True(catalog.TryGetQueueCount(Orders, out var known));
        Assert.Equal(4, known);
        Assert.Equal(4, await catalog.GetOrCreateAsync(Orders, CancellationToken.None));
        ExpectNoMsg(TimeSpan.Zero);
    }

    [Fact]
    public async Task Caller_who_gives_up_takes_the_answer_from_nobody()
    {
        var catalog = Catalog();
        using var giveUp = new CancellationTokenSource();
        var first = catalog.GetOrCreateAsync(Orders, giveUp.Token);
        var second = catalog.GetOrCreateAsync(Orders, CancellationToken.None);
        ExpectMsg<GetOrCreateTopic>();
        await giveUp.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => first);

        Reply(new TopicDescription(Orders, 4, []));

        Assert.Equal(4, await second);
    }

    [Fact]
    public async Task Question_that_is_not_answered_is_asked_again()
    {
        var asking = Catalog().GetOrCreateAsync(Orders, CancellationToken.None);
        ExpectMsg<GetOrCreateTopic>();
        ExpectMsg<GetOrCreateTopic>(TimeSpan.FromSeconds(10));
        Reply(new TopicDescription(Orders, 4, []));

        Assert.Equal(4, await asking);
    }

    [Fact]
    public async Task Group_joins_and_the_catalog_knows_the_topic_then()
    {
        var catalog = Catalog();
        var joining = catalog.JoinAsync(Orders, new ConsumerGroup("shipping"), CancellationToken.None);
        ExpectMsg(new JoinTopic(Orders, new ConsumerGroup("shipping")));
        Reply(new TopicDescription(Orders, 7, [new ConsumerGroup("shipping")]));

        Assert.Equal(7, await joining);
        Assert.True(catalog.TryGetQueueCount(Orders, out _));
    }

    [Fact]
    public async Task Unknown_topic_is_not_found()
    {
        var finding = Catalog().FindAsync(Orders, CancellationToken.None);
        ExpectMsg<DescribeTopic>();
        Reply(new TopicUnknown(Orders));

        Assert.Null(await finding);
    }

    private TopicCatalog Catalog()
    {
        var test = TestActor;
        return new TopicCatalog(() => test, new NoList());
    }

    private void Reply(object answer) => LastSender.Tell(answer);

    private sealed class NoList : ITopicList
    {
        public Task<IReadOnlyList<Topic>> ReadAsync(CancellationToken cancellationToken) => throw new NotSupportedException();
    }
}

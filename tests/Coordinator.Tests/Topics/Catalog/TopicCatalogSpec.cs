using Akka.Actor;
using Akka.TestKit.Xunit2;
using Coordinator.Contracts;
using Coordinator.Topics.Catalog;

namespace Coordinator.Tests.Topics.Catalog;

public sealed class TopicCatalogSpec : TestKit
{
    private static readonly Topic Orders = new("orders");
    private static readonly ConsumerGroup Shipping = new("shipping");

    private readonly ManualTime _time = new();
    private readonly CountedRate _rate = new();
    private readonly Dictionary<Topic, TopicDescription> _stored = [];

    [Fact]
    public async Task Catalog_asks_once_for_many_who_want_to_know_at_once()
    {
        var catalog = Catalog();
        Assert.False(catalog.TryGetQueueCount(Orders, out _));
        var asking = Enumerable.Range(0, 50).Select(_ => catalog.GetOrCreateAsync(Orders, _rate, CancellationToken.None)).ToList();
        ExpectMsg<GetOrCreateTopic>();
        Reply(new TopicDescription(Orders, 4, []));

        Assert.All(await Task.WhenAll(asking), answer => Assert.Equal(new TopicAnswer(4), answer));
        Assert.True(catalog.TryGetQueueCount(Orders, out var known));
        Assert.Equal(4, known);
        Assert.Equal(new TopicAnswer(4), await catalog.GetOrCreateAsync(Orders, _rate, CancellationToken.None));
        ExpectNoMsg(TimeSpan.Zero);
    }

    [Fact]
    public async Task Caller_who_gives_up_takes_the_answer_from_nobody()
    {
        var catalog = Catalog();
        using var giveUp = new CancellationTokenSource();
        var first = catalog.GetOrCreateAsync(Orders, _rate, giveUp.Token);
        var second = catalog.GetOrCreateAsync(Orders, _rate, CancellationToken.None);
        ExpectMsg<GetOrCreateTopic>();
        await giveUp.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => first);

        Reply(new TopicDescription(Orders, 4, []));

        Assert.Equal(new TopicAnswer(4), await second);
    }

    [Fact]
    public async Task Question_that_is_not_answered_is_asked_again()
    {
        var asking = Catalog().GetOrCreateAsync(Orders, _rate, CancellationToken.None);
        ExpectMsg<GetOrCreateTopic>();
        ExpectMsg<GetOrCreateTopic>(TimeSpan.FromSeconds(10));
        Reply(new TopicDescription(Orders, 4, []));

        Assert.Equal(new TopicAnswer(4), await asking);
    }

    [Fact]
    public async Task Group_joins_and_the_catalog_knows_the_topic_then()
    {
        var catalog = Catalog();
        var joining = catalog.JoinAsync(Orders, new ConsumerGroup("shipping"), _rate, CancellationToken.None);
        ExpectMsg(new JoinTopic(Orders, new ConsumerGroup("shipping"), Existing: 3, ExistingQueues: 12));
        Reply(new TopicDescription(Orders, 7, [new ConsumerGroup("shipping")]));

        Assert.Equal(new TopicAnswer(7), await joining);
        Assert.True(catalog.TryGetQueueCount(Orders, out _));
    }

    /// <summary>Its entity may be on a lost node: the topic must be known without it.</summary>
    [Fact]
    public async Task Topic_that_exists_is_known_without_its_entity()
    {
        var catalog = Catalog();
        _stored[Orders] = new TopicDescription(Orders, 4, [Shipping]);

        Assert.Equal(new TopicAnswer(4), await catalog.GetOrCreateAsync(Orders, _rate, CancellationToken.None));
        Assert.Equal(new TopicAnswer(4), await catalog.JoinAsync(Orders, Shipping, _rate, CancellationToken.None));

        ExpectNoMsg(TimeSpan.Zero);
    }

    [Fact]
    public async Task Topic_that_exists_uses_up_nothing_of_the_rate()
    {
        var catalog = Catalog();
        for (var again = 0; again < 2; again++)
        {
            var topic = new Topic($"orders-{again}");
            _stored[topic] = new TopicDescription(topic, 4, [Shipping]);
            Assert.Equal(new TopicAnswer(4), await catalog.GetOrCreateAsync(topic, _rate, CancellationToken.None));
            Assert.Equal(new TopicAnswer(4), await catalog.JoinAsync(topic, Shipping, _rate, CancellationToken.None));
        }

        Assert.Equal(1, _rate.Left);
    }

    [Fact]
    public async Task Topic_beyond_the_rate_is_refused_for_now_without_a_question()
    {
        var catalog = Catalog();
        _rate.Left = 0;
        var busy = new TopicAnswer(0, _rate.Refusal, Retryable: true);

        Assert.Equal(busy, await catalog.GetOrCreateAsync(Orders, _rate, CancellationToken.None));
        Assert.Equal(busy, await catalog.JoinAsync(Orders, Shipping, _rate, CancellationToken.None));

        ExpectNoMsg(TimeSpan.Zero);
    }

    [Fact]
    public async Task Group_beyond_the_rate_does_not_join_a_topic_that_is_known()
    {
        var catalog = Catalog();
        _stored[Orders] = new TopicDescription(Orders, 4, []);
        await catalog.GetOrCreateAsync(Orders, _rate, CancellationToken.None);
        _rate.Left = 0;

        Assert.Equal(
            new TopicAnswer(0, _rate.Refusal, Retryable: true),
            await catalog.JoinAsync(Orders, Shipping, _rate, CancellationToken.None));
        ExpectNoMsg(TimeSpan.Zero);
    }

    [Fact]
    public async Task Refusal_of_the_topic_is_final_and_is_not_remembered()
    {
        var catalog = Catalog();
        var asking = catalog.GetOrCreateAsync(Orders, _rate, CancellationToken.None);
        Assert.Equal(3, ExpectMsg<GetOrCreateTopic>().Existing);
        Reply(new TopicDescription(Orders, 0, [], "full."));

        Assert.Equal(new TopicAnswer(0, "full."), await asking);
        Assert.False(catalog.TryGetQueueCount(Orders, out _));
    }

    [Fact]
    public async Task Topic_that_was_deleted_is_taken_as_known_no_longer_than_promised()
    {
        var catalog = Catalog();
        _stored[Orders] = new TopicDescription(Orders, 4, []);
        await catalog.GetOrCreateAsync(Orders, _rate, CancellationToken.None);
        _stored.Remove(Orders);
        _time.Advance(TopicCatalog.KnownFor / 2);
        Assert.True(catalog.TryGetQueueCount(Orders, out _));

        _time.Advance(TimeSpan.FromSeconds(1));

        // It reads the topic again beside the answer.
        Assert.True(catalog.TryGetQueueCount(Orders, out _));
        Assert.False(catalog.TryGetQueueCount(Orders, out _));
    }

    [Fact]
    public async Task Topic_in_use_stays_known_and_the_reads_of_it_delay_nobody()
    {
        var catalog = Catalog();
        _stored[Orders] = new TopicDescription(Orders, 4, []);
        await catalog.GetOrCreateAsync(Orders, _rate, CancellationToken.None);

        for (var second = 0; second < 60; second++)
        {
            _time.Advance(TimeSpan.FromSeconds(1));
            Assert.True(catalog.TryGetQueueCount(Orders, out _));
        }
    }

    [Fact]
    public async Task Topic_that_is_being_deleted_is_refused_for_now()
    {
        var catalog = Catalog();
        _stored[Orders] = new TopicDescription(Orders, 4, [Shipping], "being deleted.", IsRetryable: true);

        Assert.Equal(new TopicAnswer(4, "being deleted.", Retryable: true), await catalog.GetOrCreateAsync(Orders, _rate, CancellationToken.None));
        Assert.Equal(
            new TopicAnswer(4, "being deleted.", Retryable: true), await catalog.JoinAsync(Orders, Shipping, _rate, CancellationToken.None));
        Assert.False(catalog.TryGetQueueCount(Orders, out _));
    }

    private TopicCatalog Catalog()
    {
        var test = TestActor;
        return new TopicCatalog(() => test, new ThreeTopics(), new StoredTopics(_stored), _time);
    }

    private void Reply(object answer) => LastSender.Tell(answer);

    private sealed class ThreeTopics : ITopicList
    {
        public Task<IReadOnlyList<Topic>> ReadAsync(CancellationToken cancellationToken) => throw new NotSupportedException();

        public Task<IReadOnlyList<Topic>> ReadUsedAsync(CancellationToken cancellationToken) => throw new NotSupportedException();

        public Task<CatalogCount> CountAsync(CancellationToken cancellationToken) => Task.FromResult(new CatalogCount(3, 12));
    }

    private sealed class StoredTopics(Dictionary<Topic, TopicDescription> stored) : ITopicReader
    {
        public Task<TopicDescription?> FindAsync(Topic topic, CancellationToken cancellationToken) =>
            Task.FromResult(stored.GetValueOrDefault(topic));

        public Task<TopicState> ReadAsync(Topic topic, CancellationToken cancellationToken) => throw new NotSupportedException();
    }
}

using System.Collections.Concurrent;
using Akka.Actor;
using Coordinator.Contracts;

namespace Coordinator.Topics.Catalog;

/// <summary>Caches the numbers of queues of the topics on this node. Safe for concurrent use.</summary>
internal sealed class TopicCatalog(Func<IActorRef> topics, ITopicList list) : ITopicCatalog
{
    private const int Attempts = 3;
    private static readonly TimeSpan AnswerTimeout = TimeSpan.FromSeconds(3);

    private readonly ConcurrentDictionary<Topic, int> _queueCounts = new();
    private readonly ConcurrentDictionary<Topic, Lazy<Task<int>>> _lookups = new();

    public bool TryGetQueueCount(Topic topic, out int queueCount) => _queueCounts.TryGetValue(topic, out queueCount);

    public async Task<int> GetOrCreateAsync(Topic topic, CancellationToken cancellationToken)
    {
        if (_queueCounts.TryGetValue(topic, out var known))
            return known;
        var lookup = _lookups.GetOrAdd(topic, name => new Lazy<Task<int>>(() => CreateAsync(name)));
        return await lookup.Value.WaitAsync(cancellationToken);
    }

    public async Task<int> JoinAsync(Topic topic, ConsumerGroup group, CancellationToken cancellationToken) =>
        Remember(await AskAsync<TopicDescription>(new JoinTopic(topic, group), cancellationToken));

    public async Task<TopicDescription?> FindAsync(Topic topic, CancellationToken cancellationToken) =>
        await AskAsync<object>(new DescribeTopic(topic), cancellationToken) as TopicDescription;

    public Task<IReadOnlyList<Topic>> ListAsync(CancellationToken cancellationToken) => list.ReadAsync(cancellationToken);

    /// <summary>Asks once per topic at a time, for all callers. A caller that cancels does not cancel the question of the others.</summary>
    private async Task<int> CreateAsync(Topic topic)
    {
        try
        {
            return Remember(await AskAsync<TopicDescription>(new GetOrCreateTopic(topic), CancellationToken.None));
        }
        finally
        {
            _lookups.TryRemove(topic, out _);
        }
    }

    private int Remember(TopicDescription description)
    {
        _queueCounts[description.Topic] = description.QueueCount;
        return description.QueueCount;
    }

    /// <summary>Asks a topic, and repeats the question a few times: the handoff of a shard drops messages that it buffers.</summary>
    private async Task<T> AskAsync<T>(ITopicMessage question, CancellationToken cancellationToken)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                return await topics().Ask<T>(question, AnswerTimeout, cancellationToken);
            }
            catch (AskTimeoutException) when (attempt < Attempts)
            {
            }
            catch (AskTimeoutException timeout)
            {
                throw new TimeoutException($"Topic {question.Topic} did not answer within {Attempts * AnswerTimeout}.", timeout);
            }
        }
    }
}

using System.Collections.Concurrent;
using Akka.Actor;
using Coordinator.Contracts;

namespace Coordinator.Topics.Catalog;

/// <summary>What this node knows of the topics, in front of their entities. Safe to be used from everywhere at once.</summary>
internal sealed class TopicCatalog(Func<IActorRef> topics, ITopicList list) : ITopicCatalog
{
    private const int Attempts = 3;
    private static readonly TimeSpan AnswerTimeout = TimeSpan.FromSeconds(3);

    private readonly ConcurrentDictionary<Topic, int> _queueCounts = new();
    private readonly ConcurrentDictionary<Topic, Lazy<Task<int>>> _asking = new();

    public bool TryGetQueueCount(Topic topic, out int queueCount) => _queueCounts.TryGetValue(topic, out queueCount);

    public async Task<int> GetOrCreateAsync(Topic topic, CancellationToken cancellationToken)
    {
        if (_queueCounts.TryGetValue(topic, out var known))
            return known;
        var asking = _asking.GetOrAdd(topic, name => new Lazy<Task<int>>(() => CreateAsync(name)));
        return await asking.Value.WaitAsync(cancellationToken);
    }

    public async Task<int> JoinAsync(Topic topic, ConsumerGroup group, CancellationToken cancellationToken) =>
        Known(await AskAsync<TopicDescription>(new JoinTopic(topic, group), cancellationToken));

    public async Task<TopicDescription?> FindAsync(Topic topic, CancellationToken cancellationToken) =>
        await AskAsync<object>(new DescribeTopic(topic), cancellationToken) as TopicDescription;

    public Task<IReadOnlyList<Topic>> ListAsync(CancellationToken cancellationToken) => list.ReadAsync(cancellationToken);

    /// <summary>
    /// One question per topic at a time, however many want to know; nobody who gives up takes the answer from the others.
    /// </summary>
    private async Task<int> CreateAsync(Topic topic)
    {
        try
        {
            return Known(await AskAsync<TopicDescription>(new GetOrCreateTopic(topic), CancellationToken.None));
        }
        finally
        {
            _asking.TryRemove(topic, out _);
        }
    }

    private int Known(TopicDescription description)
    {
        _queueCounts[description.Topic] = description.QueueCount;
        return description.QueueCount;
    }

    /// <summary>A hand-over of a shard drops what it buffers, so a question is repeated a few times.</summary>
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

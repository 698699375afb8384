using System.Collections.Concurrent;
using Akka.Actor;
using Coordinator.Contracts;

namespace Coordinator.Topics.Catalog;

/// <summary>Caches the numbers of queues of the topics on this node. Safe for concurrent use.</summary>
internal sealed class TopicCatalog(Func<IActorRef> topics, ITopicList list, ITopicReader reader) : ITopicCatalog
{
    // A shard that moves drops what it is sent meanwhile, so the question is repeated soon.
    private const int Attempts = 9;
    private static readonly TimeSpan AnswerTimeout = TimeSpan.FromSeconds(1);

    private readonly ConcurrentDictionary<Topic, int> _queueCounts = new();
    private readonly ConcurrentDictionary<Topic, Lazy<Task<TopicAnswer>>> _lookups = new();

    public bool TryGetQueueCount(Topic topic, out int queueCount) => _queueCounts.TryGetValue(topic, out queueCount);

    /// <summary>Asks once per topic at a time, for all callers. A caller that cancels does not cancel the question of the others.</summary>
    public async Task<TopicAnswer> GetOrCreateAsync(Topic topic, ICreationRate rate, CancellationToken cancellationToken)
    {
        if (_queueCounts.TryGetValue(topic, out var known))
            return new TopicAnswer(known);
        if (!_lookups.TryGetValue(topic, out var lookup))
        {
            if (!rate.TryTake())
                return TooFast(rate);
            var own = new Lazy<Task<TopicAnswer>>(() => LookUpAsync(topic, rate));
            lookup = _lookups.GetOrAdd(topic, own);
            if (!ReferenceEquals(lookup, own))
                rate.Return();
        }

        return await lookup.Value.WaitAsync(cancellationToken);
    }

    public async Task<TopicAnswer> JoinAsync(
        Topic topic, ConsumerGroup group, ICreationRate rate, CancellationToken cancellationToken)
    {
        // The mere question costs a read of the journal, so the rate limits the question too.
        var isKnown = _queueCounts.ContainsKey(topic);
        if (!isKnown && !rate.TryTake())
            return TooFast(rate);
        var found = await FindAsync(topic, cancellationToken);
        if (found?.Groups.Contains(group) is true)
        {
            if (!isKnown)
                rate.Return();
            return Answer(found);
        }

        if (isKnown && !rate.TryTake())
            return TooFast(rate);
        var existing = found is null ? await list.CountAsync(cancellationToken) : 0;
        return Answer(await AskAsync<TopicDescription>(new JoinTopic(topic, group, existing), cancellationToken));
    }

    public Task<TopicDescription?> FindAsync(Topic topic, CancellationToken cancellationToken) => reader.FindAsync(topic, cancellationToken);

    public Task<IReadOnlyList<Topic>> ListAsync(CancellationToken cancellationToken) => list.ReadAsync(cancellationToken);

    private async Task<TopicAnswer> LookUpAsync(Topic topic, ICreationRate rate)
    {
        try
        {
            if (await FindAsync(topic, CancellationToken.None) is { } found)
            {
                rate.Return();
                return Answer(found);
            }

            var existing = await list.CountAsync(CancellationToken.None);
            return Answer(await AskAsync<TopicDescription>(new GetOrCreateTopic(topic, existing), CancellationToken.None));
        }
        finally
        {
            _lookups.TryRemove(topic, out _);
        }
    }

    private TopicAnswer Answer(TopicDescription description)
    {
        if (description.QueueCount > 0)
            _queueCounts[description.Topic] = description.QueueCount;
        return new TopicAnswer(description.QueueCount, description.Refusal);
    }

    private static TopicAnswer TooFast(ICreationRate rate) => new(QueueCount: 0, rate.Refusal, Retryable: true);

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

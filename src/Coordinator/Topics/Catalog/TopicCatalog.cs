using System.Collections.Concurrent;
using Akka.Actor;
using Coordinator.Contracts;

namespace Coordinator.Topics.Catalog;

/// <summary>Caches the numbers of queues of the topics on this node. Safe for concurrent use.</summary>
/// <remarks>
/// What is cached is read again after half of its time, without a wait for anybody. So nothing is sent for longer than that time to a topic that was
/// deleted, and the deletion waits as long.
/// </remarks>
internal sealed class TopicCatalog(Func<IActorRef> topics, ITopicList list, ITopicReader reader, TimeProvider time) : ITopicCatalog
{
    /// <summary>Time for which a topic is taken as read.</summary>
    public static readonly TimeSpan KnownFor = TimeSpan.FromSeconds(10);

    // A shard that moves drops what it is sent meanwhile, so the question is repeated soon.
    private const int Attempts = 9;
    private static readonly TimeSpan AnswerTimeout = TimeSpan.FromSeconds(1);

    private readonly ConcurrentDictionary<Topic, (int QueueCount, long ReadAt)> _known = new();
    private readonly ConcurrentDictionary<Topic, byte> _refreshing = new();
    private readonly ConcurrentDictionary<Topic, Lazy<Task<TopicAnswer>>> _lookups = new();

    public bool TryGetQueueCount(Topic topic, out int queueCount)
    {
        queueCount = 0;
        if (!_known.TryGetValue(topic, out var known))
            return false;
        var age = time.GetElapsedTime(known.ReadAt);
        if (age > KnownFor / 2)
            Refresh(topic);
        if (age > KnownFor)
            return false;
        queueCount = known.QueueCount;
        return true;
    }

    /// <summary>Asks once per topic at a time, for all callers. A caller that cancels does not cancel the question of the others.</summary>
    public async Task<TopicAnswer> GetOrCreateAsync(Topic topic, ICreationRate rate, CancellationToken cancellationToken)
    {
        if (TryGetQueueCount(topic, out var known))
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
        var isKnown = _known.ContainsKey(topic);
        if (!isKnown && !rate.TryTake())
            return TooFast(rate);
        var readAt = time.GetTimestamp();
        var found = await FindAsync(topic, cancellationToken);
        if (found?.Groups.Contains(group) is true)
        {
            if (!isKnown)
                rate.Return();
            return Answer(found, readAt);
        }

        if (isKnown && !rate.TryTake())
            return TooFast(rate);
        var existing = found is null ? await list.CountAsync(cancellationToken) : default;
        readAt = time.GetTimestamp();
        return Answer(await AskAsync<TopicDescription>(new JoinTopic(topic, group, existing.Topics, existing.Queues), cancellationToken), readAt);
    }

    public Task<TopicDescription?> FindAsync(Topic topic, CancellationToken cancellationToken) => reader.FindAsync(topic, cancellationToken);

    public Task<IReadOnlyList<Topic>> ListAsync(CancellationToken cancellationToken) => list.ReadAsync(cancellationToken);

    private async Task<TopicAnswer> LookUpAsync(Topic topic, ICreationRate rate)
    {
        try
        {
            var readAt = time.GetTimestamp();
            if (await FindAsync(topic, CancellationToken.None) is { } found)
            {
                rate.Return();
                return Answer(found, readAt);
            }

            var existing = await list.CountAsync(CancellationToken.None);
            readAt = time.GetTimestamp();
            return Answer(await AskAsync<TopicDescription>(new GetOrCreateTopic(topic, existing.Topics, ExistingQueues: existing.Queues), CancellationToken.None), readAt);
        }
        finally
        {
            _lookups.TryRemove(topic, out _);
        }
    }

    /// <summary>Reads a topic again that is known, once at a time. A failure leaves it as it is, until its time is over.</summary>
    private void Refresh(Topic topic)
    {
        if (_refreshing.TryAdd(topic, 0))
            _ = RefreshAsync(topic);
    }

    private async Task RefreshAsync(Topic topic)
    {
        try
        {
            var readAt = time.GetTimestamp();
            if (await FindAsync(topic, CancellationToken.None) is { } found)
                Answer(found, readAt);
            else
                _known.TryRemove(topic, out _);
        }
        catch (TimeoutException)
        {
            // The journal is away. The next request reads it again.
        }
        finally
        {
            _refreshing.TryRemove(topic, out _);
        }
    }

    private TopicAnswer Answer(TopicDescription description, long readAt)
    {
        if (description.QueueCount > 0 && description.Refusal is null)
            _known[description.Topic] = (description.QueueCount, readAt);
        else
            _known.TryRemove(description.Topic, out _);
        return new TopicAnswer(description.QueueCount, description.Refusal, description.IsRetryable);
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

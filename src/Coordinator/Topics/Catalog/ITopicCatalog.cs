using Coordinator.Contracts;

namespace Coordinator.Topics.Catalog;

/// <summary>
/// Which topics there are, and how many queues each has. A topic's number of queues is fixed when it is created.
/// </summary>
internal interface ITopicCatalog
{
    /// <summary>From memory; false says only that this node has not asked yet.</summary>
    bool TryGetQueueCount(Topic topic, out int queueCount);

    /// <summary>Asks the topic's entity, which creates the topic, durably, when it does not exist.</summary>
    /// <exception cref="TimeoutException">It did not answer; the same call can succeed later.</exception>
    Task<int> GetOrCreateAsync(Topic topic, CancellationToken cancellationToken);

    /// <summary>
    /// Records that a group consumes a topic, which is created when it does not exist. Returns its number of queues.
    /// </summary>
    /// <exception cref="TimeoutException">It did not answer; the same call can succeed later.</exception>
    Task<int> JoinAsync(Topic topic, ConsumerGroup group, CancellationToken cancellationToken);

    /// <summary><c>null</c>: there is no such topic, and none is created.</summary>
    /// <exception cref="TimeoutException">It did not answer; the same call can succeed later.</exception>
    Task<TopicDescription?> FindAsync(Topic topic, CancellationToken cancellationToken);

    /// <summary>Every topic there is, by name; from the database, for administration.</summary>
    Task<IReadOnlyList<Topic>> ListAsync(CancellationToken cancellationToken);
}

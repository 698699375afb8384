using Coordinator.Contracts;

namespace Coordinator.Topics.Catalog;

/// <summary>Topics and their numbers of queues. The number of queues of a topic is fixed when the topic is created.</summary>
internal interface ITopicCatalog
{
    /// <summary>Reads the number from memory; false when this node has not asked for it yet.</summary>
    bool TryGetQueueCount(Topic topic, out int queueCount);

    /// <summary>Reads the topic, or asks its entity to create it durably when it does not exist.</summary>
    /// <param name="topic">The topic.</param>
    /// <param name="rate">Rate of the participant that asks.</param>
    /// <param name="cancellationToken">Cancels the wait.</param>
    /// <exception cref="TimeoutException">The topic did not answer; the same call can succeed later.</exception>
    Task<TopicAnswer> GetOrCreateAsync(Topic topic, ICreationRate rate, CancellationToken cancellationToken);

    /// <summary>
    /// Records that a group consumes a topic, and creates the topic when it does not exist.
    /// </summary>
    /// <param name="topic">The topic.</param>
    /// <param name="group">The group.</param>
    /// <param name="rate">Rate of the participant that asks.</param>
    /// <param name="cancellationToken">Cancels the wait.</param>
    /// <exception cref="TimeoutException">The topic did not answer; the same call can succeed later.</exception>
    Task<TopicAnswer> JoinAsync(Topic topic, ConsumerGroup group, ICreationRate rate, CancellationToken cancellationToken);

    /// <summary>Finds a topic without creating it; <c>null</c> when it does not exist.</summary>
    /// <exception cref="TimeoutException">The topic did not answer; the same call can succeed later.</exception>
    Task<TopicDescription?> FindAsync(Topic topic, CancellationToken cancellationToken);

    /// <summary>Lists all topics by name, from the database, for administration.</summary>
    Task<IReadOnlyList<Topic>> ListAsync(CancellationToken cancellationToken);
}

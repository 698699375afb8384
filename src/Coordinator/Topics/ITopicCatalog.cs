using Coordinator.Contracts;

namespace Coordinator.Topics;

/// <summary>Which topics there are, and how many queues each has. A topic's number of queues is fixed when it is created.</summary>
internal interface ITopicCatalog
{
    /// <summary>From memory; false says only that this node has not asked yet.</summary>
    bool TryGetQueueCount(Topic topic, out int queueCount);

    /// <summary>Asks the topic's entity, which creates the topic, durably, when it does not exist.</summary>
    Task<int> GetOrCreateAsync(Topic topic, CancellationToken cancellationToken);
}

using Coordinator.Contracts;

namespace Coordinator.Topics.Catalog;

/// <summary>Reads topics without their entities.</summary>
internal interface ITopicReader
{
    /// <summary>Reads a topic; <c>null</c> when it does not exist.</summary>
    /// <exception cref="TimeoutException">The journal did not answer; the same call can succeed later.</exception>
    Task<TopicDescription?> FindAsync(Topic topic, CancellationToken cancellationToken);

    /// <summary>Reads everything about a topic, also about one that was deleted or never existed.</summary>
    /// <exception cref="TimeoutException">The journal did not answer; the same call can succeed later.</exception>
    Task<TopicState> ReadAsync(Topic topic, CancellationToken cancellationToken);
}

using Coordinator.Contracts;

namespace Coordinator.Topics.Catalog;

/// <summary>Lists topics.</summary>
internal interface ITopicList
{
    /// <summary>Lists the topics that exist, by name.</summary>
    Task<IReadOnlyList<Topic>> ReadAsync(CancellationToken cancellationToken);

    /// <summary>Lists the topics that exist or existed, by name.</summary>
    Task<IReadOnlyList<Topic>> ReadUsedAsync(CancellationToken cancellationToken);

    /// <summary>Counts the topics that exist, and their queues.</summary>
    Task<CatalogCount> CountAsync(CancellationToken cancellationToken);
}

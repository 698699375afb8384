using Coordinator.Contracts;

namespace Coordinator.Topics.Catalog;

/// <summary>Lists all topics that were ever created.</summary>
internal interface ITopicList
{
    Task<IReadOnlyList<Topic>> ReadAsync(CancellationToken cancellationToken);

    Task<int> CountAsync(CancellationToken cancellationToken);
}

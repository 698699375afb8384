using Coordinator.Contracts;

namespace Coordinator.Topics.Catalog;

/// <summary>Every topic that was ever created.</summary>
internal interface ITopicList
{
    Task<IReadOnlyList<Topic>> ReadAsync(CancellationToken cancellationToken);
}

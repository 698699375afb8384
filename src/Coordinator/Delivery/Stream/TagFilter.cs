using Coordinator.Contracts.Messages;

namespace Coordinator.Delivery.Stream;

/// <summary>Filter by the tags of the group's latest subscription. No tags mean all messages.</summary>
internal sealed class TagFilter
{
    public IReadOnlyCollection<string> Tags { get; set; } = [];

    public bool Wants(Message message) => Tags.Count == 0 || (message.Tag is { } tag && Tags.Contains(tag));
}

using Coordinator.Contracts.Messages;

namespace Coordinator.Delivery.Stream;

/// <summary>Which messages the group wants: the tags of its latest subscription; none means all.</summary>
internal sealed class TagFilter
{
    public IReadOnlyCollection<string> Tags { get; set; } = [];

    public bool Wants(Message message) => Tags.Count == 0 || (message.Tag is { } tag && Tags.Contains(tag));
}

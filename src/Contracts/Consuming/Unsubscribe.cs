namespace Coordinator.Contracts.Consuming;

/// <summary>
/// This member wants no more messages of the topic. The group keeps its progress, and what was not acknowledged goes to
/// others.
/// </summary>
internal sealed record Unsubscribe(ConsumerGroup Group, Topic Topic) : IFrameItem;

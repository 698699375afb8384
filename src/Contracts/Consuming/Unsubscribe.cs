namespace Coordinator.Contracts.Consuming;

/// <summary>
/// Ends the subscription of a member. The group keeps its progress, and other members get the messages that were not acknowledged.
/// </summary>
internal sealed record Unsubscribe(ConsumerGroup Group, Topic Topic) : IFrameItem;

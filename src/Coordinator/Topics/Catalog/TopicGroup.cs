using Coordinator.Contracts;

namespace Coordinator.Topics.Catalog;

/// <summary>A consumer group of a topic.</summary>
/// <param name="Group">Its name.</param>
/// <param name="Generation">Number that tells it from earlier groups of its name in the topic.</param>
/// <param name="JoinedAt">Time of its first subscription.</param>
internal sealed record TopicGroup(ConsumerGroup Group, int Generation, DateTimeOffset JoinedAt);

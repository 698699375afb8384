using Coordinator.Contracts;
using Coordinator.Persistence.Schemas;

namespace Coordinator.Topics.Catalog;

/// <summary>What happened to a topic.</summary>
internal interface ITopicEvent : IJournaled;

/// <param name="QueueCount">How many queues it has, for ever.</param>
/// <param name="At">When.</param>
internal sealed record TopicCreated(int QueueCount, DateTimeOffset At) : ITopicEvent;

/// <param name="Group">A group that consumes the topic from now on.</param>
/// <param name="At">When.</param>
internal sealed record GroupJoined(ConsumerGroup Group, DateTimeOffset At) : ITopicEvent;

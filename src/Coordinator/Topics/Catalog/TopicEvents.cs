using Coordinator.Contracts;
using Coordinator.Persistence.Schemas;

namespace Coordinator.Topics.Catalog;

/// <summary>Event of one topic.</summary>
internal interface ITopicEvent : IJournaled
{
    /// <summary>Manifest of <see cref="TopicCreated" />, by which topics are listed.</summary>
    const string Created = "oc";
}

/// <param name="QueueCount">Number of queues, which never changes.</param>
/// <param name="At">Time of the event.</param>
internal sealed record TopicCreated(int QueueCount, DateTimeOffset At) : ITopicEvent;

/// <param name="Group">Group that consumes the topic from now on.</param>
/// <param name="At">Time of the event.</param>
internal sealed record GroupJoined(ConsumerGroup Group, DateTimeOffset At) : ITopicEvent;

using Coordinator.Contracts;
using Coordinator.Persistence.Schemas;

namespace Coordinator.Topics.Catalog;

/// <summary>Event of one topic.</summary>
internal interface ITopicEvent : IJournaled
{
    /// <summary>Manifest of <see cref="TopicCreated" />, by which topics are listed.</summary>
    const string Created = "oc";

    /// <summary>Manifest of <see cref="TopicDeleted" />. A topic exists when none is behind its last <see cref="Created" />.</summary>
    const string Deleted = "od";
}

/// <param name="QueueCount">Number of queues. It is the same each time that a topic of the name is created.</param>
/// <param name="At">Time of the event.</param>
internal sealed record TopicCreated(int QueueCount, DateTimeOffset At) : ITopicEvent;

/// <param name="Group">Group that consumes the topic from now on.</param>
/// <param name="At">Time of the event.</param>
/// <param name="Generation">Number of removals in the topic so far. It tells the group from an earlier one of its name.</param>
internal sealed record GroupJoined(ConsumerGroup Group, DateTimeOffset At, int Generation = 0) : ITopicEvent;

/// <summary>Begins the removal of a group, or of the topic. It can still be abandoned.</summary>
/// <param name="Number">Number of the removal. It rises with each removal of the topic.</param>
/// <param name="Group">The group; <c>null</c> for the whole topic.</param>
/// <param name="Who">The operator.</param>
/// <param name="Why">The reason.</param>
/// <param name="Lost">What the removal loses, in words, as the operator has confirmed it.</param>
/// <param name="Ends">For a topic: last offset of each queue, then of each schedule, as the operator has confirmed it.</param>
/// <param name="At">Time of the event.</param>
/// <param name="UnseenSince">For a group: it is removed only if no consumer was seen later than this; <c>null</c>: it does not matter.</param>
internal sealed record RemovalBegun(
    int Number,
    ConsumerGroup? Group,
    string Who,
    string Why,
    string Lost,
    IReadOnlyList<long> Ends,
    DateTimeOffset At,
    DateTimeOffset? UnseenSince = null) : ITopicEvent;

/// <param name="Number">Number of the removal.</param>
/// <param name="Reason">Reason why nothing is removed.</param>
/// <param name="At">Time of the event.</param>
internal sealed record RemovalAbandoned(int Number, string Reason, DateTimeOffset At) : ITopicEvent;

/// <summary>Removes the group of a removal. Its data is deleted after this.</summary>
/// <param name="Number">Number of the removal.</param>
/// <param name="At">Time of the event.</param>
internal sealed record GroupRemoved(int Number, DateTimeOffset At) : ITopicEvent;

/// <summary>Deletes the topic with its groups. Its data is deleted after this, up to the ends of the removal.</summary>
/// <param name="Number">Number of the removal.</param>
/// <param name="At">Time of the event.</param>
internal sealed record TopicDeleted(int Number, DateTimeOffset At) : ITopicEvent;

/// <summary>Records that nothing is left of what a removal removed, as far as readers can tell.</summary>
/// <param name="Number">Number of the removal.</param>
/// <param name="At">Time of the event.</param>
internal sealed record RemovalCompleted(int Number, DateTimeOffset At) : ITopicEvent;

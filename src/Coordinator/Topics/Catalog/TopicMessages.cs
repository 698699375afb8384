using Coordinator.Contracts;
using Coordinator.NodeProtocol;

namespace Coordinator.Topics.Catalog;

/// <summary>Whatever is addressed to the entity of one topic; the region finds it by the name.</summary>
internal interface ITopicMessage : INodeMessage
{
    Topic Topic { get; }
}

/// <summary>Created when it does not exist. Answered with a <see cref="TopicDescription" />.</summary>
internal sealed record GetOrCreateTopic(Topic Topic) : ITopicMessage;

/// <summary>
/// A group consumes the topic, which is created when it does not exist. Answered with a <see cref="TopicDescription" />.
/// </summary>
internal sealed record JoinTopic(Topic Topic, ConsumerGroup Group) : ITopicMessage;

/// <summary>Answered with a <see cref="TopicDescription" /> or a <see cref="TopicUnknown" />.</summary>
internal sealed record DescribeTopic(Topic Topic) : ITopicMessage;

/// <param name="Topic">The topic.</param>
/// <param name="QueueCount">How many queues it has, numbered from 0.</param>
/// <param name="Groups">The groups that ever consumed it, in the order of their first subscription.</param>
internal sealed record TopicDescription(Topic Topic, int QueueCount, IReadOnlyList<ConsumerGroup> Groups) : INodeMessage;

internal sealed record TopicUnknown(Topic Topic) : INodeMessage;

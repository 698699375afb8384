using Coordinator.Contracts;
using Coordinator.NodeProtocol;

namespace Coordinator.Topics.Catalog;

/// <summary>Message to the entity of one topic. The shard region finds the entity by the name.</summary>
internal interface ITopicMessage : INodeMessage
{
    Topic Topic { get; }
}

/// <summary>Creates the topic when it does not exist. Answered with a <see cref="TopicDescription" />.</summary>
internal sealed record GetOrCreateTopic(Topic Topic) : ITopicMessage;

/// <summary>
/// Records that a group consumes the topic, and creates the topic when it does not exist. Answered with a <see
/// cref="TopicDescription" />.
/// </summary>
internal sealed record JoinTopic(Topic Topic, ConsumerGroup Group) : ITopicMessage;

/// <summary>Asks for a description. Answered with a <see cref="TopicDescription" /> or a <see cref="TopicUnknown" />.</summary>
internal sealed record DescribeTopic(Topic Topic) : ITopicMessage;

/// <param name="Topic">The topic.</param>
/// <param name="QueueCount">Number of queues, which are numbered from 0.</param>
/// <param name="Groups">Groups that ever consumed the topic, in the order of their first subscription.</param>
internal sealed record TopicDescription(Topic Topic, int QueueCount, IReadOnlyList<ConsumerGroup> Groups) : INodeMessage;

internal sealed record TopicUnknown(Topic Topic) : INodeMessage;

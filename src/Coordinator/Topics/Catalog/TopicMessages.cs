using Coordinator.Contracts;
using Coordinator.NodeProtocol;

namespace Coordinator.Topics.Catalog;

/// <summary>Message to the entity of one topic. The shard region finds the entity by the name.</summary>
internal interface ITopicMessage : INodeMessage
{
    Topic Topic { get; }
}

/// <summary>Creates the topic when it does not exist. Answered with a <see cref="TopicDescription" />.</summary>
/// <param name="Topic">The topic.</param>
/// <param name="Existing">Topics that exist, as the sender counted them when it did not find this one.</param>
internal sealed record GetOrCreateTopic(Topic Topic, int Existing = 0) : ITopicMessage;

/// <summary>
/// Records that a group consumes the topic, and creates the topic when it does not exist. Answered with a <see
/// cref="TopicDescription" />.
/// </summary>
/// <param name="Topic">The topic.</param>
/// <param name="Group">The group.</param>
/// <param name="Existing">Topics that exist, as the sender counted them when it did not find this one.</param>
internal sealed record JoinTopic(Topic Topic, ConsumerGroup Group, int Existing = 0) : ITopicMessage;

/// <summary>
/// Asks for a description. Answered with a <see cref="TopicDescription" /> or a <see cref="TopicUnknown" />. Nodes read the journal instead
/// (<see cref="ITopicReader" />); one of the release before may still ask.
/// </summary>
internal sealed record DescribeTopic(Topic Topic) : ITopicMessage;

/// <param name="Topic">The topic.</param>
/// <param name="QueueCount">Number of queues, which are numbered from 0. 0: the topic does not exist and was not created.</param>
/// <param name="Groups">Groups that ever consumed the topic, in the order of their first subscription.</param>
/// <param name="Refusal">Reason why the topic was not created or the group has not joined; otherwise <c>null</c>.</param>
internal sealed record TopicDescription(
    Topic Topic, int QueueCount, IReadOnlyList<ConsumerGroup> Groups, string? Refusal = null) : INodeMessage;

internal sealed record TopicUnknown(Topic Topic) : INodeMessage;

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
/// <param name="HasMessages">True to create it whatever the limits: its queues have messages, which were committed while it was deleted.</param>
/// <param name="ExistingQueues">Queues of the topics that exist.</param>
internal sealed record GetOrCreateTopic(Topic Topic, int Existing = 0, bool HasMessages = false, int ExistingQueues = 0) : ITopicMessage;

/// <summary>
/// Records that a group consumes the topic, and creates the topic when it does not exist. Answered with a <see
/// cref="TopicDescription" />.
/// </summary>
/// <param name="Topic">The topic.</param>
/// <param name="Group">The group.</param>
/// <param name="Existing">Topics that exist, as the sender counted them when it did not find this one.</param>
/// <param name="ExistingQueues">Queues of the topics that exist.</param>
internal sealed record JoinTopic(Topic Topic, ConsumerGroup Group, int Existing = 0, int ExistingQueues = 0) : ITopicMessage;

/// <summary>
/// Asks for a description. Answered with a <see cref="TopicDescription" /> or a <see cref="TopicUnknown" />. Nodes read the journal instead
/// (<see cref="ITopicReader" />); one of the release before may still ask.
/// </summary>
internal sealed record DescribeTopic(Topic Topic) : ITopicMessage;

/// <param name="Topic">The topic.</param>
/// <param name="QueueCount">Number of queues, which are numbered from 0. 0: the topic does not exist and was not created.</param>
/// <param name="Groups">Groups that consume the topic, with members or without, in the order of their first subscription.</param>
/// <param name="Refusal">Reason why the topic was not created or the group has not joined; otherwise <c>null</c>.</param>
/// <param name="IsRetryable">True for a refusal of a request that can succeed later.</param>
internal sealed record TopicDescription(
    Topic Topic, int QueueCount, IReadOnlyList<ConsumerGroup> Groups, string? Refusal = null, bool IsRetryable = false) : INodeMessage;

internal sealed record TopicUnknown(Topic Topic) : INodeMessage;

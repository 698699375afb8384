using Coordinator.Contracts;
using Coordinator.NodeProtocol;

namespace Coordinator.Delivery.DeadLetters;

/// <summary>
/// Drops the dead letters that a removed group has of a topic, those that come later too. Answered with <see cref="TopicForgotten" />. A repetition
/// has no effect.
/// </summary>
/// <param name="Group">The group.</param>
/// <param name="Topic">The topic.</param>
/// <param name="Generation">Generation of the group that was removed. Letters of later ones stay.</param>
/// <param name="Who">The operator.</param>
/// <param name="Why">The reason.</param>
internal sealed record ForgetTopic(ConsumerGroup Group, Topic Topic, int Generation, string Who, string Why) : IDeadLetterMessage;

/// <param name="Group">The group.</param>
/// <param name="Topic">The topic.</param>
/// <param name="DeletableBefore">Sequence number before which no event of the dead letters is needed any more; 0 when there is none.</param>
internal sealed record TopicForgotten(ConsumerGroup Group, Topic Topic, long DeletableBefore) : INodeMessage;

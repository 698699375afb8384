using Coordinator.Contracts;

namespace Coordinator.Topics.Log;

/// <summary>Reads which groups a topic has, so that a queue delivers to no others.</summary>
internal interface ITopicGroups
{
    Task<GroupsOfTopic> ReadAsync(Topic topic, CancellationToken cancellationToken);
}

/// <summary>Groups of a topic.</summary>
/// <param name="IsOpen">False when the topic does not exist, or its deletion has begun.</param>
/// <param name="Generation">Generation of the topic, which its schedules have.</param>
/// <param name="Generations">Generation of each group that may have consumers.</param>
/// <param name="Closing">Groups whose removal has begun. It may still be abandoned.</param>
internal sealed record GroupsOfTopic(
    bool IsOpen, int Generation, IReadOnlyDictionary<ConsumerGroup, int> Generations, IReadOnlySet<ConsumerGroup> Closing);

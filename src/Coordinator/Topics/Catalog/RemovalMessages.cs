using Coordinator.Contracts;
using Coordinator.NodeProtocol;

namespace Coordinator.Topics.Catalog;

/// <summary>Begins a removal. Answered with a <see cref="RemovalAnswer" />. A topic has one removal at a time that can still be abandoned.</summary>
/// <param name="Topic">The topic.</param>
/// <param name="Group">Group to remove; <c>null</c> for the whole topic.</param>
/// <param name="Who">The operator.</param>
/// <param name="Why">The reason.</param>
/// <param name="Lost">What the removal loses, in words.</param>
/// <param name="Ends">For a topic: last offset of each queue, then of each schedule.</param>
/// <param name="UnseenSince">For a group: it is removed only if no consumer was seen later than this; <c>null</c>: it does not matter.</param>
internal sealed record BeginRemoval(
    Topic Topic,
    ConsumerGroup? Group,
    string Who,
    string Why,
    string Lost,
    IReadOnlyList<long> Ends,
    DateTimeOffset? UnseenSince = null) : ITopicMessage;

/// <summary>Carries a removal out that has begun. Answered with a <see cref="RemovalAnswer" />.</summary>
/// <param name="Topic">The topic.</param>
/// <param name="Number">Number of the removal.</param>
internal sealed record DecideRemoval(Topic Topic, int Number) : ITopicMessage;

/// <summary>Ends a removal that has begun, and removes nothing. Answered with a <see cref="RemovalAnswer" />.</summary>
/// <param name="Topic">The topic.</param>
/// <param name="Number">Number of the removal.</param>
/// <param name="Reason">Reason.</param>
internal sealed record AbandonRemoval(Topic Topic, int Number, string Reason) : ITopicMessage;

/// <summary>Records that nothing is left of what a removal removed. Answered with a <see cref="RemovalAnswer" />.</summary>
/// <param name="Topic">The topic.</param>
/// <param name="Number">Number of the removal.</param>
internal sealed record CompleteRemoval(Topic Topic, int Number) : ITopicMessage;

/// <summary>Answer about a removal, when its stage is durable.</summary>
/// <param name="Topic">The topic.</param>
/// <param name="Number">Number of the removal; 0 when there is none.</param>
/// <param name="Stage">Stage that it has now.</param>
/// <param name="Refusal">Reason why the request had no effect; <c>null</c> when it had, or was repeated.</param>
internal sealed record RemovalAnswer(Topic Topic, int Number, RemovalStage Stage, string? Refusal = null) : INodeMessage;

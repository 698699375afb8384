using Coordinator.Contracts;

namespace Coordinator.Topics.Catalog;

/// <summary>Removal of a consumer group from a topic, or of the topic.</summary>
/// <param name="Number">Number of the removal in its topic.</param>
/// <param name="Group">The group; <c>null</c> for the whole topic.</param>
/// <param name="Groups">Groups that are removed. Data of a later group of the same name has another generation.</param>
/// <param name="Who">The operator.</param>
/// <param name="Why">The reason.</param>
/// <param name="Lost">What the removal loses, in words.</param>
/// <param name="Ends">For a topic: last offset of each queue, then of each schedule.</param>
/// <param name="BegunAt">Time of the begin.</param>
internal sealed record Removal(
    int Number,
    ConsumerGroup? Group,
    IReadOnlyList<TopicGroup> Groups,
    string Who,
    string Why,
    string Lost,
    IReadOnlyList<long> Ends,
    DateTimeOffset BegunAt)
{
    public RemovalStage Stage { get; init; } = RemovalStage.Begun;

    /// <summary>Time at which the removal reached its stage.</summary>
    public DateTimeOffset StageAt { get; init; } = BegunAt;

    /// <summary>Reason why it was abandoned; <c>null</c> when it was not.</summary>
    public string? Reason { get; init; }

    /// <summary>Generation of the topic before the removal.</summary>
    public int TopicGeneration { get; init; }

    /// <summary>Time after which no consumer may have been seen; <c>null</c> when it does not matter.</summary>
    public DateTimeOffset? UnseenSince { get; init; }

    public bool IsOver => Stage is RemovalStage.Completed or RemovalStage.Abandoned;
}

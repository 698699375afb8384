namespace Coordinator.Retention.Queues;

/// <summary>Result of one batch of one queue.</summary>
/// <param name="Deleted">Number of entries that were deleted.</param>
/// <param name="Hold">Reason to keep entries that are past their retention; <c>null</c> when there are none.</param>
/// <param name="Rows">Number of these entries; <c>null</c> when it is not counted.</param>
/// <param name="IsMore">True when the batch was too small for all that can go.</param>
internal sealed record QueueBatch(long Deleted, QueueHold? Hold, long? Rows, bool IsMore)
{
    /// <summary>Groups that had not settled entries which were deleted, with the number of each.</summary>
    public IReadOnlyList<(GroupNeed Group, long Messages)> Missed { get; init; } = [];

    public static readonly QueueBatch Nothing = new(0, null, null, IsMore: false);
}

using Coordinator.Transactions;

namespace Coordinator.Retention;

/// <summary>Result of one batch of deletions.</summary>
/// <param name="Deleted">Rows that were deleted.</param>
/// <param name="IsMore">True when another batch can be deleted at once; false: wait for the next interval.</param>
/// <param name="Kept">What is past its retention and kept all the same, with the reasons.</param>
/// <param name="Bound">Bound that is in force, in words; <c>null</c> when this kind of data has no bound or many.</param>
internal sealed record RetentionBatch(long Deleted, bool IsMore, IReadOnlyList<KeptData> Kept, string? Bound = null)
{
    /// <summary>Time after which to look again, when it is shorter than the interval; <c>null</c> for the interval.</summary>
    public TimeSpan? LookAfter { get; init; }

    /// <summary>Transactions that are final, when the batch has found out; <c>null</c> otherwise.</summary>
    public FinalWatermark? Final { get; init; }
}

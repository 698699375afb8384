namespace Coordinator.Retention;

/// <summary>Result of one batch of deletions.</summary>
/// <param name="Deleted">Rows that were deleted.</param>
/// <param name="IsMore">True when another batch can be deleted at once; false: wait for the next interval.</param>
/// <param name="Kept">What is past its retention and kept all the same, with the reasons.</param>
internal sealed record RetentionBatch(long Deleted, bool IsMore, IReadOnlyList<KeptData> Kept);

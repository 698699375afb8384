using Coordinator.Retention;

namespace Coordinator.Administration;

/// <param name="Obstacle">Reason why nothing is deleted now.</param>
/// <param name="Kinds">Kinds of data.</param>
internal sealed record RetentionView(string? Obstacle, IReadOnlyList<RetentionKindView> Kinds)
{
    public static RetentionView Of(RetentionReport report) => new(
        report.Obstacle,
        [.. report.Works.Select(work => new RetentionKindView(
            work.Name, work.Deleted, work.CompletedAt, work.Bound, work.Failure,
            [.. work.Kept.Select(kept => new KeptDataView(kept.Subject, kept.Reason, kept.Rows))]))]);
}

/// <param name="Kind">Kind of data.</param>
/// <param name="DeletedRows">Rows that were deleted since retention moved to its node.</param>
/// <param name="CompletedAt">Last time at which everything that could be deleted was deleted.</param>
/// <param name="Bound">Bound that is in force.</param>
/// <param name="Failure">Reason why the last batch failed.</param>
/// <param name="Kept">What is past its retention and kept all the same.</param>
internal sealed record RetentionKindView(
    string Kind, long DeletedRows, DateTimeOffset? CompletedAt, string? Bound, string? Failure, IReadOnlyList<KeptDataView> Kept);

internal sealed record KeptDataView(string Subject, string Reason, long? Rows);

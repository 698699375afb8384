using Coordinator.NodeProtocol;

namespace Coordinator.Retention;

/// <summary>Asks for what retention does. Answered with a <see cref="RetentionReport" />.</summary>
internal sealed record AskRetention : INodeMessage;

/// <summary>Lets the next batch of a work begin at once, because there is something new for it. Not answered.</summary>
/// <param name="Work">Name of the work.</param>
internal sealed record LookNow(string Work) : INodeMessage;

/// <param name="Obstacle">Reason why nothing is deleted now; <c>null</c> when there is none.</param>
/// <param name="Works">Kinds of data.</param>
internal sealed record RetentionReport(string? Obstacle, IReadOnlyList<RetentionProgress> Works) : INodeMessage;

/// <param name="Name">Kind of data.</param>
/// <param name="Deleted">Rows that were deleted since retention moved to its node.</param>
/// <param name="CompletedAt">Time at which everything that could be deleted was deleted; <c>null</c> when that was not yet.</param>
/// <param name="Bound">Bound that is in force, in words; <c>null</c> when there is none.</param>
/// <param name="Failure">Reason why the last batch failed; <c>null</c> when it did not.</param>
/// <param name="Kept">What is past its retention and kept all the same.</param>
internal sealed record RetentionProgress(
    string Name, long Deleted, DateTimeOffset? CompletedAt, string? Bound, string? Failure, IReadOnlyList<KeptData> Kept);

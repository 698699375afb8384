namespace Coordinator.Delivery.DeadLetters;

/// <summary>Progress of a replay.</summary>
/// <param name="Id">Id of the replay.</param>
/// <param name="Who">The operator.</param>
/// <param name="Why">The reason.</param>
/// <param name="Total">Number of letters with which it started.</param>
/// <param name="Done">Number of letters that are durably delivered again.</param>
/// <param name="Left">Number of letters that are not replayed yet. All others were discarded, or their queue does not have them.</param>
/// <param name="StartedAt">Time of the start.</param>
/// <param name="EndedAt">Time of the end; <c>null</c> while it runs.</param>
internal sealed record ReplayProgress(
    string Id,
    string Who,
    string Why,
    int Total,
    int Done,
    int Left,
    DateTimeOffset StartedAt,
    DateTimeOffset? EndedAt = null);

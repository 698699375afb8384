namespace Coordinator.Persistence.GroupCommit;

/// <summary>Range of the events of one persistence id.</summary>
/// <param name="FirstKept">Lowest sequence number that is kept. Events below it are deleted, or are about to be.</param>
/// <param name="Highest">Highest sequence number that was given, even when its event is deleted; 0 when there was none.</param>
/// <param name="ExpiresBefore">Bound of the times in transactions' ids, read together with the others: Unix milliseconds.</param>
internal readonly record struct EventBounds(long FirstKept, long Highest, long ExpiresBefore = 0);

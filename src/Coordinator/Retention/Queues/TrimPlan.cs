namespace Coordinator.Retention.Queues;

/// <summary>Decision about a queue.</summary>
/// <param name="FirstKept">First offset to keep.</param>
/// <param name="Hold">Reason to keep entries that are past their retention; <c>null</c> when all of them go.</param>
/// <param name="Missed">Groups that have not settled entries which go, with their number.</param>
internal sealed record TrimPlan(long FirstKept, QueueHold? Hold, IReadOnlyList<(GroupNeed Group, long Messages)> Missed);

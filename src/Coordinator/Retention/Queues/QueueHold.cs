namespace Coordinator.Retention.Queues;

/// <summary>Reason to keep entries of a queue that are past their retention.</summary>
/// <param name="Cause">Cause.</param>
/// <param name="From">First offset to keep.</param>
/// <param name="Who">Name of the group, the transaction, or the queue that holds it.</param>
/// <param name="Reason">Reason in words, such as <c>group shipping has not settled offset 17</c>.</param>
internal sealed record QueueHold(HoldCause Cause, long From, string Who, string Reason);

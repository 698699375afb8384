namespace Coordinator.Delivery.Progress;

/// <param name="Cursor">Offset before the first that is delivered.</param>
/// <param name="FirstKept">First offset that the queue keeps.</param>
internal sealed record QueuePosition(long Cursor, long FirstKept);

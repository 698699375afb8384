namespace Coordinator.Contracts.Consuming;

/// <summary>A delivery whose handler runs.</summary>
/// <param name="Offset">Offset of the message in its queue.</param>
/// <param name="Attempt">Number of the delivery.</param>
internal readonly record struct RunningDelivery(long Offset, int Attempt);

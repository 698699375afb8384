using Coordinator.Delivery.Common;

namespace Coordinator.Delivery.Bounds;

/// <summary>Facts of the database about what may still be delivered of what is deleted. Answered by the stream with <see cref="BoundTaken" />.</summary>
/// <param name="Run">Run of the stream; a later stream ignores it.</param>
/// <param name="FirstKept">First offset that the log keeps. It is durable, and was read before the copies.</param>
/// <param name="Copies">
/// Lowest offsets below it of which the group has copies, in their order. At most one more than may be excepted. No copy is added below a first
/// offset that is durable.
/// </param>
internal sealed record BoundFound(int Run, long FirstKept, IReadOnlyList<long> Copies) : IOutdated, IDeliverySignal;

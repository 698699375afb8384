using Coordinator.Contracts.Consuming;
using Coordinator.Delivery.Common;

namespace Coordinator.Delivery.Bounds;

/// <param name="Run">Run of the stream.</param>
/// <param name="Settled">Bound for the consumers.</param>
/// <param name="IsHeld">True when there are more exceptions than may be told, so that the bound stays behind.</param>
internal sealed record BoundTaken(int Run, SettledBelow Settled, bool IsHeld) : IOutdated;

using Coordinator.Delivery.Common;

namespace Coordinator.Delivery.Bounds;

/// <summary>Source of what the bounds of groups are made from.</summary>
/// <param name="Epoch">Epoch of the logs of this coordinator.</param>
/// <param name="Copies">Finds the copies that a group keeps of deleted entries.</param>
internal sealed record BoundParts(long Epoch, ICopyList Copies);

using Coordinator.Delivery.Common;

namespace Coordinator.Delivery.Bounds;

/// <summary>The members are to be told anew what is settled for good.</summary>
internal sealed record BoundDue : IOutdated
{
    public static readonly BoundDue Instance = new();
}

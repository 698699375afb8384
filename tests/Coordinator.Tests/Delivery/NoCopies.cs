using Coordinator.Delivery.Bounds;
using Coordinator.Delivery.Common;

namespace Coordinator.Tests.Delivery;

/// <summary>Copies of a group that keeps none.</summary>
internal sealed class NoCopies : ICopyList
{
    public static readonly BoundParts Parts = new(Epoch: 0, new NoCopies());

    public Task<IReadOnlyList<long>> LowestAsync(GroupQueue of, long before, int most) => Task.FromResult<IReadOnlyList<long>>([]);
}

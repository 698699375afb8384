using Coordinator.Delivery.Common;

namespace Coordinator.Delivery.Bounds;

/// <summary>Lists the copies that groups keep of deleted entries.</summary>
internal interface ICopyList
{
    /// <summary>Finds the lowest offsets of a queue of which a group has copies, in their order.</summary>
    /// <param name="of">Group and queue.</param>
    /// <param name="before">Offset that ends the search.</param>
    /// <param name="most">Most offsets to find.</param>
    Task<IReadOnlyList<long>> LowestAsync(GroupQueue of, long before, int most);
}

using Coordinator.Delivery.Common;
using Coordinator.Delivery.Filters;

namespace Coordinator.Delivery.Stream;

/// <summary>The filter of the group has changed.</summary>
/// <param name="Filter">The filter.</param>
/// <param name="Left">Sets that have left it.</param>
/// <param name="Confirm">Answer that the actor of the group waits for, until the filter is durable; <c>null</c> for none.</param>
internal sealed record FilterChanged(GroupFilter Filter, IReadOnlyList<TagSet> Left, FilterSaved? Confirm) : IDeliverySignal;

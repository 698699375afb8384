using Akka.Actor;
using Coordinator.Delivery.Common;

namespace Coordinator.Delivery.Progress;

/// <summary>Result of a load.</summary>
/// <param name="Load">Number of the load. The result of an earlier one is outdated.</param>
/// <param name="Saved">Progress that was saved; <c>null</c> when the load failed.</param>
/// <param name="Highest">Highest number of a save.</param>
/// <param name="Cause">Why the load failed.</param>
internal sealed record ProgressLoaded(int Load, SavedProgress? Saved, long Highest, Exception? Cause) : IOutdated;

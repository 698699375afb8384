using Coordinator.Delivery.Common;

namespace Coordinator.Delivery.Stream;

/// <summary>The group's progress is durable with a version of its filter.</summary>
/// <param name="Run">Run of the stream.</param>
/// <param name="Version">Version of the filter, counted by the actor of the group.</param>
internal sealed record FilterSaved(int Run, int Version) : IOutdated;

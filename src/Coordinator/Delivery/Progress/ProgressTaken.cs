using Akka.Actor;
using Coordinator.Delivery.Common;

namespace Coordinator.Delivery.Progress;

/// <summary>Progress that a stream has to save.</summary>
/// <param name="Run">Run of the stream.</param>
/// <param name="Whole">All of the progress; <c>null</c> when changes do.</param>
/// <param name="Changes">Changes since the last save; <c>null</c> with a whole save, and when there are none.</param>
internal sealed record ProgressTaken(int Run, ProgressSnapshot? Whole, ProgressChanges? Changes) : IOutdated;

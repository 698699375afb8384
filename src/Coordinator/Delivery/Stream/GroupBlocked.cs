using Coordinator.Delivery.Common;

namespace Coordinator.Delivery.Stream;

/// <summary>Tells that something holds up messages of a group, or that it does not any more.</summary>
/// <param name="Run">Run of the stream.</param>
/// <param name="IsBlocked">False when it does not any more.</param>
/// <param name="What">Cause. Of an ordering key, the message that keeps it, and the number of those behind it.</param>
internal sealed record GroupBlocked(int Run, bool IsBlocked, WaitDescription What) : IOutdated;

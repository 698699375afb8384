using Akka.Actor;
using Coordinator.Delivery.Common;

namespace Coordinator.Delivery.Stream;

/// <summary>Messages were deleted before the group had settled them. It goes on without them.</summary>
/// <param name="Run">Run of the stream.</param>
/// <param name="Messages">Number of messages since the last notice.</param>
/// <param name="Total">Number of messages since the group began, or since its last rewind.</param>
internal sealed record MessagesMissed(int Run, long Messages, long Total) : IOutdated;

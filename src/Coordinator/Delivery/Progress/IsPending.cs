using Akka.Actor;
using Coordinator.Delivery.Common;

namespace Coordinator.Delivery.Progress;

/// <summary>Every snapshot from here on says that it is pending.</summary>
internal sealed record IsPending(int Run, long Offset, int Attempts, IActorRef Requester) : IOutdated;

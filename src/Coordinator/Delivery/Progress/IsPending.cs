using Akka.Actor;
using Coordinator.Delivery.Common;

namespace Coordinator.Delivery.Progress;

/// <summary>Tells that a message was put back. Every snapshot from now on contains it as pending.</summary>
internal sealed record IsPending(int Run, long Offset, int Attempts, IActorRef Requester) : IOutdated;

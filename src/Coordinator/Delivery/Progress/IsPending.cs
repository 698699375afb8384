using Akka.Actor;
using Coordinator.Delivery.Common;

namespace Coordinator.Delivery.Progress;

/// <summary>Tells that messages were put back. Every snapshot from now on contains them as pending.</summary>
/// <param name="Run">Run of the stream.</param>
/// <param name="Requester">Actor that gets the answer when such a snapshot is durable.</param>
/// <param name="Answer">Answer to the requester.</param>
internal sealed record IsPending(int Run, IActorRef Requester, object Answer) : IOutdated;

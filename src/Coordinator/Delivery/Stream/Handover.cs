using Akka.Actor;
using Coordinator.Contracts.Consuming;

namespace Coordinator.Delivery.Stream;

/// <summary>A delivery on its way to a member's session.</summary>
internal readonly record struct Handover(IActorRef Session, Deliver Deliver);

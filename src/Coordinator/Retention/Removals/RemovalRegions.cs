using Akka.Actor;

namespace Coordinator.Retention.Removals;

/// <summary>Regions of the entities that removals ask.</summary>
/// <param name="Topics">Region of topics.</param>
/// <param name="Queues">Region of queues.</param>
/// <param name="DeadLetters">Region of dead letters.</param>
internal sealed record RemovalRegions(Func<IActorRef> Topics, Func<IActorRef> Queues, Func<IActorRef> DeadLetters);

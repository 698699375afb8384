using Akka.Actor;

namespace Coordinator.Tests.Delivery;

/// <summary>Session of a member in a <see cref="DeliveryModel" />, which gets no messages.</summary>
internal sealed class ModelSession(string name) : MinimalActorRef
{
    public override ActorPath Path { get; } = new RootActorPath(new Address("akka", "model"), name);

    public override IActorRefProvider Provider => throw new NotSupportedException("A session of the model has no actor system.");
}

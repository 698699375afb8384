using Akka.Actor;
using Coordinator.Contracts;

namespace Coordinator.Checks;

/// <summary>A live instance of a producing service, and the session that it is reached through.</summary>
internal sealed class ProducerInstance(InstanceId instance, IActorRef session)
{
    public InstanceId Instance { get; } = instance;

    public IActorRef Session { get; } = session;

    /// <summary>It left a check unanswered or failed: until then others are preferred.</summary>
    public DateTimeOffset AvoidUntil { get; set; } = DateTimeOffset.MinValue;
}

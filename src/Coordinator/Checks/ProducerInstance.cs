using Akka.Actor;
using Coordinator.Contracts;

namespace Coordinator.Checks;

/// <summary>A live instance of a producing service, with its session.</summary>
internal sealed class ProducerInstance(InstanceId instance, IActorRef session)
{
    public InstanceId Instance { get; } = instance;

    public IActorRef Session { get; } = session;

    /// <summary>Time until which other instances are preferred, because this one failed a check or left it unanswered.</summary>
    public DateTimeOffset AvoidUntil { get; set; } = DateTimeOffset.MinValue;
}

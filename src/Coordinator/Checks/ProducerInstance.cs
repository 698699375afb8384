using Akka.Actor;
using Coordinator.Contracts;

namespace Coordinator.Checks;

/// <summary>A live instance of a producing service, with its session.</summary>
internal sealed class ProducerInstance(InstanceId instance, IActorRef session)
{
    public InstanceId Instance { get; } = instance;

    public IActorRef Session { get; } = session;

    /// <summary>
    /// True while a later session has the same instance name: a reconnected process, or another one by mistake. Such a session is asked only
    /// when there is no other.
    /// </summary>
    public bool IsSuperseded { get; set; }

    /// <summary>Time until which other instances are preferred, because this one failed a check or left it unanswered.</summary>
    public DateTimeOffset AvoidUntil { get; set; } = DateTimeOffset.MinValue;
}

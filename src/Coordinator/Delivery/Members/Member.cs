using Akka.Actor;
using Coordinator.Contracts;

namespace Coordinator.Delivery.Members;

/// <summary>A consumer of the group, represented by its session.</summary>
internal sealed class Member(IActorRef session)
{
    public IActorRef Session { get; } = session;

    public InstanceId Instance { get; set; }

    public int Room { get; set; }

    public TimeSpan Lease { get; set; }

    public int InFlight { get; set; }

    public bool HasRoom => InFlight < Room;
}

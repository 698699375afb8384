using Akka.Actor;
using Coordinator.Contracts;
using Coordinator.Delivery.Filters;

namespace Coordinator.Delivery.Members;

/// <summary>A consumer of the group, represented by its session.</summary>
internal sealed class Member(IActorRef session)
{
    public IActorRef Session { get; } = session;

    public InstanceId Instance { get; set; }

    /// <summary>Tags of the messages that the consumer asked for.</summary>
    public TagSet Tags { get; set; } = TagSet.All;

    public int Room { get; set; }

    public TimeSpan Lease { get; set; }

    /// <summary>Most handlers that the consumer runs at a time. Behind them, deliveries have not begun.</summary>
    public int Concurrency { get; set; }

    public int InFlight { get; set; }

    public bool HasRoom => InFlight < Room;
}

using Akka.Actor;
using Coordinator.Contracts;
using Coordinator.Delivery.Filters;

namespace Coordinator.Delivery.Members;

/// <summary>A consumer of the group, represented by its session.</summary>
internal sealed class Member(IActorRef session)
{
    /// <summary>
    /// Bytes of bodies in flight at which a member gets nothing more. What a process has not read piles up at its connection, and the limit there
    /// ends the connection.
    /// </summary>
    public const long MostBytesInFlight = 4 * 1024 * 1024;

    public IActorRef Session { get; } = session;

    public InstanceId Instance { get; set; }

    /// <summary>Tags of the messages that the consumer asked for.</summary>
    public TagSet Tags { get; set; } = TagSet.All;

    public int Room { get; set; }

    public TimeSpan Lease { get; set; }

    /// <summary>Most handlers that the consumer runs at a time. Behind them, deliveries have not begun.</summary>
    public int Concurrency { get; set; }

    public int InFlight { get; private set; }

    /// <summary>Bytes of the bodies in flight.</summary>
    public long BytesInFlight { get; private set; }

    public bool HasRoom => InFlight < Room && BytesInFlight < MostBytesInFlight;

    public void Take(int bytes)
    {
        InFlight++;
        BytesInFlight += bytes;
    }

    public void Free(int bytes)
    {
        InFlight--;
        BytesInFlight -= bytes;
    }
}

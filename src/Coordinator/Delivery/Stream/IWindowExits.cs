using Akka.Actor;
using Coordinator.Delivery.Progress;

namespace Coordinator.Delivery.Stream;

/// <summary>Destinations of a message that leaves the window, other than a member.</summary>
internal interface IWindowExits
{
    /// <summary>Settled: the next message of the ordering key may pass.</summary>
    void Leave(PendingMessage message);

    /// <summary>To be delivered again when it is due.</summary>
    void Redeliver(PendingMessage message);

    /// <summary>To be dead-lettered.</summary>
    void DeadLetter(PendingMessage message);
}

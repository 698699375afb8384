using Akka.Actor;
using Coordinator.Delivery.Progress;

namespace Coordinator.Delivery.Stream;

/// <summary>Where a message goes from the window, other than to a member.</summary>
internal interface IWindowExits
{
    /// <summary>It is settled; its ordering key goes on.</summary>
    void Leave(PendingMessage message);

    /// <summary>To be handed over again once it is due.</summary>
    void Redeliver(PendingMessage message);

    /// <summary>To the group's dead letters.</summary>
    void DeadLetter(PendingMessage message);
}

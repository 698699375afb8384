using Coordinator.Contracts;
using Coordinator.Contracts.Consuming;
using Coordinator.Delivery.Progress;

namespace Coordinator.Delivery.Stream;

/// <summary>Destinations of a message that leaves the window, other than a member.</summary>
internal interface IWindowExits
{
    /// <summary>Settled: the next message of the ordering key may pass.</summary>
    void Leave(PendingMessage message);

    /// <summary>To be delivered again when it is due.</summary>
    void Redeliver(PendingMessage message);

    /// <summary>To be delivered as soon as a member has room that wants it.</summary>
    void Return(PendingMessage message);

    /// <summary>To be dead-lettered.</summary>
    void DeadLetter(PendingMessage message);

    /// <summary>A delivery was handled whose message is a dead letter, or becomes one.</summary>
    void HandledAfterAll(DeliveryId delivery, InstanceId? by);

    /// <summary>Its lease has begun again although it had ended.</summary>
    void LeaseBegins(PendingMessage message);
}

using Coordinator.Contracts;
using Coordinator.Contracts.Consuming;

namespace Coordinator.Participants.Consuming;

/// <summary>A delivery that waits for a handler or has one, under its latest attempt.</summary>
internal sealed class DeliveryInHand(Deliver deliver)
{
    public Deliver Deliver { get; private set; } = deliver;

    public (QueueId Queue, long Offset) Key => (Deliver.Delivery.Queue, Deliver.Delivery.Offset);

    /// <summary>Replaces the delivery by a later attempt of the same message.</summary>
    public void Join(Deliver other)
    {
        if (other.Delivery.Attempt > Deliver.Delivery.Attempt)
            Deliver = other;
    }
}

using Coordinator.Contracts.Messages;

namespace Coordinator.Contracts.Consuming;

/// <summary>Delivers a message to a member of a group, which must settle it before its lease ends.</summary>
/// <param name="Delivery">Id of the delivery, which its <see cref="Settle" /> repeats.</param>
/// <param name="Id">Id of the message, the same for every redelivery.</param>
/// <param name="Message">The message.</param>
/// <param name="CommittedAt">Time of the decision, by the coordinator's clock.</param>
/// <param name="Lease">
/// Time after which an unsettled message is redelivered. The consumer counts it from the arrival, begins no handler after it, and renews it
/// while a handler runs.
/// </param>
/// <param name="Alone">
/// True when the message may have ended a process before. No other handler of the process may run beside it, and it begins only after
/// <see cref="Begin" />.
/// </param>
internal sealed record Deliver(
    DeliveryId Delivery,
    MessageId Id,
    Message Message,
    DateTimeOffset CommittedAt,
    TimeSpan Lease,
    bool Alone = false) : IFrameItem;

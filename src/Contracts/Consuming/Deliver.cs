using Coordinator.Contracts.Messages;

namespace Coordinator.Contracts.Consuming;

/// <summary>A message for a member of a group, to be settled before its lease ends.</summary>
/// <param name="Delivery">Which delivery this is; its <see cref="Settle" /> names it.</param>
/// <param name="Id">The same for every redelivery.</param>
/// <param name="Message">The message.</param>
/// <param name="CommittedAt">When the transaction was decided, by the coordinator's clock.</param>
/// <param name="Lease">How long it may go unsettled before it is redelivered.</param>
internal sealed record Deliver(
    DeliveryId Delivery,
    MessageId Id,
    Message Message,
    DateTimeOffset CommittedAt,
    TimeSpan Lease) : IFrameItem;

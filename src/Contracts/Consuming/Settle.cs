namespace Coordinator.Contracts.Consuming;

/// <summary>How a consumer ends a delivery.</summary>
/// <remarks>
/// An acknowledgement of an earlier attempt is accepted; a retry or a rejection of an earlier attempt is ignored.
/// There is no reply: an acknowledgement that is lost means a redelivery.
/// </remarks>
internal abstract record Settle(DeliveryId Delivery) : IFrameItem;

/// <summary>Handled: the group has seen the message.</summary>
internal sealed record Acknowledge(DeliveryId Delivery) : Settle(Delivery);

/// <summary>Not handled; deliver it again later.</summary>
/// <param name="Delivery">The delivery.</param>
/// <param name="Delay">When to try again. <c>null</c>: the coordinator's back-off level for this attempt.</param>
/// <param name="Reason">For people, at most 1,024 characters; kept with a dead letter.</param>
internal sealed record Retry(DeliveryId Delivery, TimeSpan? Delay = null, string? Reason = null) : Settle(Delivery);

/// <summary>Can never be handled: to the group's dead letters at once.</summary>
/// <param name="Delivery">The delivery.</param>
/// <param name="Reason">For people, at most 1,024 characters; kept with the dead letter.</param>
internal sealed record Reject(DeliveryId Delivery, string? Reason = null) : Settle(Delivery);

namespace Coordinator.Contracts.Consuming;

/// <summary>Ends a delivery, on behalf of its consumer.</summary>
/// <remarks>
/// An acknowledgement of an earlier attempt is accepted. Any other settlement of an earlier attempt is ignored.
/// There is no reply, so a lost acknowledgement causes a redelivery.
/// </remarks>
internal abstract record Settle(DeliveryId Delivery) : IFrameItem;

/// <summary>Acknowledges a message that was handled.</summary>
internal sealed record Acknowledge(DeliveryId Delivery) : Settle(Delivery);

/// <summary>Asks for another delivery after a delay.</summary>
/// <param name="Delivery">The delivery.</param>
/// <param name="Delay">Time until the next delivery. <c>null</c>: the coordinator's back-off for this attempt.</param>
/// <param name="Reason">Text for people, at most 1,024 characters, kept with a dead letter.</param>
internal sealed record Retry(DeliveryId Delivery, TimeSpan? Delay = null, string? Reason = null) : Settle(Delivery);

/// <summary>Sends a message that can never be handled to the dead letters of the group.</summary>
/// <param name="Delivery">The delivery.</param>
/// <param name="Reason">Text for people, at most 1,024 characters, kept with the dead letter.</param>
internal sealed record Reject(DeliveryId Delivery, string? Reason = null) : Settle(Delivery);

/// <summary>
/// Hands back a delivery whose handler has not begun. The message is delivered again at once, and nothing counts as a failure.
/// </summary>
internal sealed record HandBack(DeliveryId Delivery) : Settle(Delivery);

namespace Coordinator.Contracts.Consuming;

/// <summary>Answers a <see cref="MayBegin" />: the handler may run. Without the answer it must not. The lease begins again.</summary>
internal sealed record Begin(DeliveryId Delivery) : IFrameItem;

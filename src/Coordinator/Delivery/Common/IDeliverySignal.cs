namespace Coordinator.Delivery.Common;

/// <summary>Message from the actor of a group to its running stream.</summary>
internal interface IDeliverySignal;

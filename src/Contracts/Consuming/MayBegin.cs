namespace Coordinator.Contracts.Consuming;

/// <summary>
/// Asks to begin a delivery that is <see cref="Deliver.Alone" />. Answered with <see cref="Begin" />. From then on the coordinator knows
/// which message the process handles, if the process ends.
/// </summary>
/// <param name="Delivery">The delivery.</param>
/// <param name="IsAlone">True when no other handler of the process runs meanwhile.</param>
internal sealed record MayBegin(DeliveryId Delivery, bool IsAlone) : IFrameItem;

using Akka.Actor;
using Coordinator.Delivery.Common;
using Coordinator.Delivery.Progress;

namespace Coordinator.Delivery.Stream;

/// <summary>Data that the stages of one running delivery stream share. The stages run fused, so none of it needs a lock.</summary>
/// <param name="Of">Group and queue of the stream.</param>
/// <param name="Run">Number of the stream, counted by its actor.</param>
/// <param name="Owner">Actor of the group.</param>
/// <param name="Progress">Progress of the group.</param>
/// <param name="Filter">The group's filter.</param>
/// <param name="Options">Options with the limits.</param>
/// <param name="Now">The coordinator's clock.</param>
internal sealed record DeliveryScope(
    GroupQueue Of,
    int Run,
    IActorRef Owner,
    GroupProgress Progress,
    TagFilter Filter,
    DeliveryOptions Options,
    Func<DateTimeOffset> Now);

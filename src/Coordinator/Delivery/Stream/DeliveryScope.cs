using Akka.Actor;
using Coordinator.Delivery.Common;
using Coordinator.Delivery.Progress;

namespace Coordinator.Delivery.Stream;

/// <summary>What the pieces of one running delivery stream share. They run fused, so none of it needs a lock.</summary>
/// <param name="Of">Whose stream it is.</param>
/// <param name="Run">Counts the streams of one actor.</param>
/// <param name="Owner">The group's actor.</param>
/// <param name="Progress">Where the group is.</param>
/// <param name="Filter">What it wants.</param>
/// <param name="Options">The limits.</param>
/// <param name="Now">The coordinator's clock.</param>
internal sealed record DeliveryScope(
    GroupQueue Of,
    int Run,
    IActorRef Owner,
    GroupProgress Progress,
    TagFilter Filter,
    DeliveryOptions Options,
    Func<DateTimeOffset> Now);

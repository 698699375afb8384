using Akka.Actor;
using Coordinator.Contracts.Common;
using Coordinator.Delivery.Common;
using Coordinator.Delivery.Members;
using Coordinator.Delivery.Progress;
using Coordinator.Topics.Log;

namespace Coordinator.Delivery.Stream;

/// <summary>Data that the stages of one running delivery stream share. The stages run fused, so none of it needs a lock.</summary>
/// <param name="Of">Group and queue of the stream.</param>
/// <param name="Run">Number of the stream, counted by its actor.</param>
/// <param name="Owner">Actor of the group.</param>
/// <param name="Progress">Progress of the group.</param>
/// <param name="Members">Members of the group.</param>
/// <param name="Options">Options with the limits.</param>
/// <param name="Clock">Clock of the stream.</param>
/// <param name="Gate">Order of the messages of each key.</param>
/// <param name="ReadAsync">Reads entries of the log, from one offset to another. It may return fewer.</param>
/// <param name="Epoch">Epoch of the log. What a consumer tells of another one is about another message.</param>
internal sealed record DeliveryScope(
    GroupQueue Of,
    int Run,
    IActorRef Owner,
    GroupProgress Progress,
    MemberRotation Members,
    DeliveryOptions Options,
    SteadyClock Clock,
    OrderGate Gate,
    Func<long, long, Task<IReadOnlyList<QueueEntry>>> ReadAsync,
    long Epoch);

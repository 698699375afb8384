using Akka.Actor;
using Coordinator.Contracts.Consuming;
using Coordinator.Delivery.Common;
using Coordinator.Delivery.Progress;
using Coordinator.Topics.Log;

namespace Coordinator.Delivery.Stream;

/// <summary>From the group's actor to its running stream.</summary>
internal interface IDeliverySignal;

internal sealed record MemberAttached(AttachConsumer Attach) : IDeliverySignal;

internal sealed record MemberLost(IActorRef Session) : IDeliverySignal;

internal sealed record DeliverySettled(Settle Settle) : IDeliverySignal;

internal sealed record DeadLetterKept(long Offset, int Attempts) : IDeliverySignal;

/// <summary>A settled message is to be delivered again. Answered with <see cref="IsPending" />.</summary>
internal sealed record PutBack(QueueEntry Entry, int Attempts, IActorRef Requester) : IDeliverySignal;

internal sealed record TakeSnapshot : IDeliverySignal
{
    public static readonly TakeSnapshot Instance = new();
}

internal sealed record Describe(long QueueEnd, IActorRef Requester) : IDeliverySignal;

internal sealed record StopDelivery : IDeliverySignal
{
    public static readonly StopDelivery Instance = new();
}

internal sealed record DeliveryStarted(int Run, Action<IDeliverySignal> Signal) : IDeliveryNotice;

internal sealed record DeliveryEnded(int Run, Exception? Cause) : IDeliveryNotice;

/// <summary>For the first time since the last snapshot.</summary>
internal sealed record ProgressChanged(int Run) : IDeliveryNotice;

internal sealed record SnapshotTaken(int Run, ProgressSnapshot Snapshot) : IDeliveryNotice;

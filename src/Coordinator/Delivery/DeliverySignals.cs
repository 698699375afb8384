using Akka.Actor;
using Coordinator.Contracts;
using Coordinator.Contracts.Consuming;
using Coordinator.Topics;

namespace Coordinator.Delivery;

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

/// <summary>From a stream to its group's actor; a stream that was replaced is recognised by its run.</summary>
internal interface IDeliveryNotice : IOutdated
{
    int Run { get; }
}

internal sealed record DeliveryStarted(int Run, Action<IDeliverySignal> Signal) : IDeliveryNotice;

internal sealed record DeliveryEnded(int Run, Exception? Cause) : IDeliveryNotice;

/// <summary>For the first time since the last snapshot.</summary>
internal sealed record ProgressChanged(int Run) : IDeliveryNotice;

internal sealed record SnapshotTaken(int Run, ProgressSnapshot Snapshot) : IDeliveryNotice;

/// <summary>Every snapshot from here on says that it is pending.</summary>
internal sealed record IsPending(int Run, long Offset, int Attempts, IActorRef Requester) : IDeliveryNotice;

internal sealed record DeadLetterDue(int Run, long Offset, MessageId Message, int Attempts, string? Reason) : IDeliveryNotice;

using Akka.Actor;
using Coordinator.Delivery.Common;
using Coordinator.Delivery.Progress;
using Coordinator.Topics.Log;

namespace Coordinator.Delivery.Stream;

/// <summary>Entry of a settled message that is to be delivered again. Answered with <see cref="IsPending" />.</summary>
/// <param name="Run">Run of the stream; a later stream ignores it.</param>
/// <param name="Entry">Entry of the log.</param>
/// <param name="Attempts">Deliveries so far.</param>
/// <param name="Requester">Actor that waits until the message is pending durably.</param>
internal sealed record EntryFound(int Run, QueueEntry Entry, int Attempts, IActorRef Requester) : IOutdated, IDeliverySignal;

/// <summary>End of the log, for the description of the group that the requester waits for.</summary>
internal sealed record EndFound(long End, IActorRef Requester) : IOutdated, IDeliverySignal;

internal sealed record TakeSnapshot : IDeliverySignal
{
    public static readonly TakeSnapshot Instance = new();
}

internal sealed record StopDelivery : IDeliverySignal
{
    public static readonly StopDelivery Instance = new();
}

internal sealed record DeliveryStarted(int Run, Action<IDeliverySignal> Signal) : IOutdated;

internal sealed record DeliveryEnded(int Run, Exception? Cause) : IOutdated;

/// <summary>The progress has changed for the first time since the last snapshot.</summary>
internal sealed record ProgressChanged(int Run) : IOutdated;

internal sealed record SnapshotTaken(int Run, ProgressSnapshot Snapshot) : IOutdated;

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

/// <summary>Entries of messages that are to be delivered again. Answered with <see cref="IsPending" />.</summary>
/// <param name="Run">Run of the stream; a later stream ignores it.</param>
/// <param name="Batch">Letters to put back.</param>
/// <param name="Entries">Entries of the log, by offset. Those that it does not have are missing.</param>
/// <param name="Requester">Actor that waits until the messages are pending durably.</param>
internal sealed record EntriesFound(
    int Run,
    PutBackMessages Batch,
    IReadOnlyDictionary<long, QueueEntry> Entries,
    IActorRef Requester) : IOutdated, IDeliverySignal;

/// <summary>End of the log, for the description of the group that the requester waits for.</summary>
internal sealed record EndFound(QueueEnd End, IActorRef Requester) : IOutdated, IDeliverySignal;

/// <summary>Asks for what is to be saved. Answered with a <see cref="ProgressTaken" />.</summary>
/// <param name="Whole">True for a whole save; false when changes do.</param>
/// <param name="Stops">True for the last save before the queue stops or moves.</param>
internal sealed record TakeProgress(bool Whole, bool Stops = false) : IDeliverySignal;

internal sealed record StopDelivery : IDeliverySignal
{
    public static readonly StopDelivery Instance = new();
}

internal sealed record DeliveryStarted(int Run, Action<IDeliverySignal> Signal) : IOutdated;

internal sealed record DeliveryEnded(int Run, Exception? Cause) : IOutdated;

/// <summary>The progress has changed for the first time since the last snapshot.</summary>
internal sealed record ProgressChanged(int Run) : IOutdated;

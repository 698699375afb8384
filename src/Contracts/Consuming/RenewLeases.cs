namespace Coordinator.Contracts.Consuming;

/// <summary>
/// Tells that the handlers of these deliveries still run. The lease of each begins again. A lease that has ended meanwhile was no failure
/// of the consumer.
/// </summary>
/// <param name="Group">The group.</param>
/// <param name="Queue">The queue of the deliveries.</param>
/// <param name="Running">The deliveries, at most <see cref="MaxRunning" />.</param>
/// <param name="Epoch">Log of the queue that their offsets belong to.</param>
internal sealed record RenewLeases(ConsumerGroup Group, QueueId Queue, IReadOnlyList<RunningDelivery> Running, long Epoch = 0) : IFrameItem
{
    /// <summary>Most deliveries of one request.</summary>
    public const int MaxRunning = 1_024;
}

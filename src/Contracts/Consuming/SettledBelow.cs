namespace Coordinator.Contracts.Consuming;

/// <summary>
/// Tells a consumer which messages of a queue its group never gets again, so that it may forget their effects. No clock takes part.
/// </summary>
/// <param name="Group">The consumer group.</param>
/// <param name="Queue">The queue.</param>
/// <param name="Epoch">Log of the queue that the offsets belong to.</param>
/// <param name="Bound">Every message below this offset is settled for good, unless it is excepted.</param>
/// <param name="Except">
/// Offsets below the bound that may still be delivered, such as those of dead letters. At most <see cref="MaxExcept" />. Below a bound that was
/// told, none is added later.
/// </param>
internal sealed record SettledBelow(ConsumerGroup Group, QueueId Queue, long Epoch, long Bound, IReadOnlyList<long> Except) : IFrameItem
{
    /// <summary>Most offsets that are excepted. With more of them the bound stays behind.</summary>
    public const int MaxExcept = 1_000;
}

namespace Coordinator.Contracts.Producing;

/// <summary>Tells a producer which of its transactions are decided for ever, so that it may forget their outcomes.</summary>
/// <param name="Group">The producer group.</param>
/// <param name="Before">
/// Time in ids, whole milliseconds. Each id that is made from an older UUIDv7 is final, or was never accepted and never will be.
/// </param>
/// <param name="Except">Ids of the group below that time that are not final yet, at most <see cref="MaxExcept" />.</param>
internal sealed record FinalIds(ProducerGroup Group, DateTimeOffset Before, IReadOnlyList<TransactionId> Except) : IFrameItem
{
    /// <summary>Most ids that are excepted. With more of them the time stays behind.</summary>
    public const int MaxExcept = 1_000;
}

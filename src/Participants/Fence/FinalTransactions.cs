using Coordinator.Contracts;

namespace Coordinator.Participants.Fence;

/// <summary>
/// Transactions of a producer group that are decided for ever, as the coordinator knows them. It never forgets an open one, so this is no matter
/// of age.
/// </summary>
/// <param name="Group">The producer group.</param>
/// <param name="Before">
/// Time in ids. Every transaction whose id is made from an older UUIDv7 is final, or was never accepted and never will be.
/// </param>
/// <param name="Except">Ids of the group below that time that are not final yet, such as those of parked transactions.</param>
public sealed record FinalTransactions(ProducerGroup Group, DateTimeOffset Before, IReadOnlyCollection<TransactionId> Except);

using Coordinator.Contracts;

namespace Coordinator.Retention.Queues;

/// <param name="Offset">Offset of the entry.</param>
/// <param name="Bytes">Size of its row.</param>
/// <param name="Transaction">Transaction that it belongs to; <c>null</c> when the row is damaged.</param>
internal sealed record StoredEntry(long Offset, long Bytes, TransactionId? Transaction);

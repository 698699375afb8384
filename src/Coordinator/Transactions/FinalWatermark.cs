using Coordinator.Contracts;
using Coordinator.NodeProtocol;

namespace Coordinator.Transactions;

/// <summary>Transactions that are decided for ever. What is said of an earlier time stays true, because no id below it can begin again.</summary>
/// <param name="Before">
/// Time in ids, whole milliseconds, never above the bound of expired ids. Every id from before it is final and in all queues, or unknown for ever.
/// </param>
/// <param name="Except">Ids from before that time of which this is not true yet, with the group that prepared them.</param>
internal sealed record FinalWatermark(DateTimeOffset Before, IReadOnlyList<(ProducerGroup Group, TransactionId Id)> Except) : INodeMessage;

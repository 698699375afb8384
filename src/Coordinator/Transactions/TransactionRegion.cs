namespace Coordinator.Transactions;

/// <summary>The key of the transactions' shard region in the actor registry.</summary>
internal sealed class TransactionRegion;

namespace Coordinator.Transactions;

/// <summary>Key of the shard region of transactions in the actor registry.</summary>
internal sealed class TransactionRegion;

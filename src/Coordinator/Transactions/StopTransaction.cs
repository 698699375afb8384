namespace Coordinator.Transactions;

/// <summary>From the shard: stop, after what is being persisted.</summary>
internal sealed class StopTransaction
{
    public static readonly StopTransaction Instance = new();

    private StopTransaction()
    {
    }
}

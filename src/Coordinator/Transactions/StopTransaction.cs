namespace Coordinator.Transactions;

/// <summary>Sent by the shard: stop after the write in flight.</summary>
internal sealed class StopTransaction
{
    public static readonly StopTransaction Instance = new();

    private StopTransaction()
    {
    }
}

namespace Coordinator.Transactions;

/// <summary>Sent by the shard: stop after the write in flight. What a queue or an instance has not answered yet is answered with busy.</summary>
internal sealed class StopTransaction
{
    public static readonly StopTransaction Instance = new();

    private StopTransaction()
    {
    }
}

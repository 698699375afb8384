using Coordinator.Common;
using Coordinator.Contracts.Producing;

namespace Coordinator.Transactions;

/// <summary>
/// Open transactions that a node has in memory, with the bytes of their messages, and their limits. What is in memory by a wake or a shard that
/// moved counts too, and is never refused. Safe for concurrent use.
/// </summary>
/// <param name="options">Options with the limits.</param>
internal sealed class OpenTransactions(TransactionOptions options)
{
    private long _count;
    private long _bytes;

    public long Count => Volatile.Read(ref _count);

    public long Bytes => Volatile.Read(ref _bytes);

    /// <summary>Refuses a new transaction while a limit is reached; <c>null</c> while there is room.</summary>
    public Decision? Refusal()
    {
        if (Count >= options.TransactionOpenLimit)
            return Full($"{Count} transactions are open at this node; at most {options.TransactionOpenLimit} may be (transactionOpenLimit).");
        return Bytes >= options.TransactionOpenBytes
            ? Full($"the messages of open transactions take {Bytes} bytes of this node; at most {ByteSize.Write(options.TransactionOpenBytes)} may be in memory (transactionOpenBytes).")
            : null;
    }

    public void Add(long bytes)
    {
        Interlocked.Increment(ref _count);
        Interlocked.Add(ref _bytes, bytes);
        TransactionMetrics.Open.Add(1);
        TransactionMetrics.OpenBytes.Add(bytes);
    }

    public void Remove(long bytes)
    {
        Interlocked.Decrement(ref _count);
        Interlocked.Add(ref _bytes, -bytes);
        TransactionMetrics.Open.Add(-1);
        TransactionMetrics.OpenBytes.Add(-bytes);
    }

    private static Decision Full(string words)
    {
        TransactionMetrics.RefusedOpen.Add(1);
        return Decision.Refuse(TransactionOutcome.Busy, $"{words} Repeat the command later, or commit and roll back what is open.");
    }
}

using Coordinator.Common;

namespace Coordinator.Transactions;

/// <summary>Memory use of transactions, and their time limits towards queues and check senders.</summary>
internal sealed class TransactionOptions
{
    /// <summary>An open transaction whose next check is further away than this leaves memory; the sweep brings it back.</summary>
    [OptionRange("1s", "1h")]
    public TimeSpan TransactionMemoryHorizon { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>Time that such a transaction stays in memory first, as its commit may be near.</summary>
    [OptionRange("100ms", "1h")]
    public TimeSpan TransactionLinger { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>Time that the check sender has to conclude a check, waiting for its turn included. At least checkTimeout.</summary>
    [OptionRange("1s", "1h")]
    public TimeSpan CheckPatience { get; set; } = TimeSpan.FromMinutes(1);

    /// <summary>Time from an append that was not answered to its first repetition. It doubles each time.</summary>
    [OptionRange("10ms", "1m")]
    public TimeSpan AppendRetryInterval { get; set; } = TimeSpan.FromMilliseconds(500);

    /// <summary>Longest time between two repetitions. At least appendRetryInterval.</summary>
    [OptionRange("10ms", "1h")]
    public TimeSpan AppendRetryMaxInterval { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>Repetitions after which the transaction leaves memory, until the sweep brings it back.</summary>
    [OptionRange("1", "1000")]
    public int AppendRetryMax { get; set; } = 10;

    /// <summary>Open transactions that a node has in memory. New prepares are answered busy beyond it; all others go on.</summary>
    [OptionRange("100", "10000000")]
    public int TransactionOpenLimit { get; set; } = 100_000;

    /// <summary>Bytes of messages of the open transactions that a node has in memory. New prepares are answered busy beyond it.</summary>
    [OptionRange("16MiB", "1024GiB")]
    public long TransactionOpenBytes { get; set; } = 256 * 1024 * 1024;

    /// <summary>Errors, one sentence per key; empty when all is well.</summary>
    public IEnumerable<string> Problems()
    {
        foreach (var problem in OptionRange.Problems(this))
            yield return problem;
        if (AppendRetryMaxInterval < AppendRetryInterval)
            yield return OptionRange.AtLeast("appendRetryMaxInterval", AppendRetryMaxInterval, "appendRetryInterval", AppendRetryInterval);
    }
}

namespace Coordinator.Transactions;

/// <summary>How transactions use memory, and how patient they are with their neighbours.</summary>
internal sealed class TransactionOptions
{
    /// <summary>
    /// An open transaction whose next check is further away than this leaves memory; the sweep brings it back.
    /// Default 30 s; 1 s to 1 h.
    /// </summary>
    public TimeSpan TransactionMemoryHorizon { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>How long such a transaction stays in memory first, as its commit may be near. Default 10 s; 100 ms to 1 h.</summary>
    public TimeSpan TransactionLinger { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>How long the check sender may take to conclude a check, waiting in line included. Default 1 min; 1 s to 1 h.</summary>
    public TimeSpan CheckPatience { get; set; } = TimeSpan.FromMinutes(1);

    /// <summary>From an append that was not answered to its first repetition; doubled each time. Default 1 s; 10 ms to 1 min.</summary>
    public TimeSpan AppendRetryInterval { get; set; } = TimeSpan.FromSeconds(1);

    /// <summary>What the doubling stops at. Default 30 s; at least <see cref="AppendRetryInterval" />, at most 1 h.</summary>
    public TimeSpan AppendRetryMaxInterval { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>After so many repetitions the transaction leaves memory, and the sweep brings it back. Default 10; 1 to 1,000.</summary>
    public int AppendRetryMax { get; set; } = 10;

    /// <summary>What is wrong, one sentence per key; empty when all is well.</summary>
    public IEnumerable<string> Problems()
    {
        string?[] problems =
        [
            Within("transactionMemoryHorizon", TransactionMemoryHorizon, TimeSpan.FromSeconds(1), TimeSpan.FromHours(1)),
            Within("transactionLinger", TransactionLinger, TimeSpan.FromMilliseconds(100), TimeSpan.FromHours(1)),
            Within("checkPatience", CheckPatience, TimeSpan.FromSeconds(1), TimeSpan.FromHours(1)),
            Within("appendRetryInterval", AppendRetryInterval, TimeSpan.FromMilliseconds(10), TimeSpan.FromMinutes(1)),
            Within("appendRetryMaxInterval", AppendRetryMaxInterval, AppendRetryInterval, TimeSpan.FromHours(1)),
            Within("appendRetryMax", AppendRetryMax, 1, 1_000),
        ];
        return problems.OfType<string>();
    }

    private static string? Within<T>(string key, T value, T least, T most)
        where T : IComparable<T> =>
        value.CompareTo(least) < 0 || value.CompareTo(most) > 0 ? $"{key} is {value}; allowed are {least} to {most}." : null;
}

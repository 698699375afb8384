namespace Coordinator.CheckBack;

/// <summary>When, how often and how fast producers are asked about transactions that they left open.</summary>
internal sealed class CheckOptions
{
    /// <summary>
    /// From a prepare to its first check, where the prepare does not say otherwise. Default 10 s; 100 ms to 1 day.
    /// </summary>
    public TimeSpan TransactionTimeout { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>From the first check to the second; doubled from check to check. Default 10 s; 100 ms to 1 day.</summary>
    public TimeSpan TransactionCheckInterval { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>
    /// What the doubling stops at. Default 5 min; at least <see cref="TransactionCheckInterval" />, at most 1 day.
    /// </summary>
    public TimeSpan TransactionCheckMaxInterval { get; set; } = TimeSpan.FromMinutes(5);

    /// <summary>
    /// The budget: after so many answers that decided nothing, the transaction is parked. Default 15; 1 to 1,000.
    /// </summary>
    public int TransactionCheckMax { get; set; } = 15;

    /// <summary>Between the slow checks of a parked transaction. Default 1 h; 1 s to 7 days.</summary>
    public TimeSpan TransactionCheckParkedInterval { get; set; } = TimeSpan.FromHours(1);

    /// <summary>How long one instance may take for one answer. Default 5 s; 100 ms to 5 min.</summary>
    public TimeSpan CheckTimeout { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>Checks that may wait for their answers at once, per producer group and node. Default 64; 1 to 10,000.</summary>
    public int CheckMaxInFlightPerGroup { get; set; } = 64;

    /// <summary>Checks per second, per producer group and node. Default 200; 1 to 100,000.</summary>
    public int CheckRatePerGroup { get; set; } = 200;

    /// <summary>
    /// Checks that may wait for their turn, per producer group and node; one more is put off. Default 2,000; 1 to 100,000.
    /// </summary>
    public int CheckMaxWaitingPerGroup { get; set; } = 2_000;

    /// <summary>Between two sweeps of the journal for open transactions. Default 30 s; 1 s to 1 h.</summary>
    public TimeSpan SweepInterval { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>
    /// How far behind its place a sweep looks again: longer than any write of the journal can take. Default 5 min; 1 min to 1 day.
    /// </summary>
    public TimeSpan SweepOverlap { get; set; } = TimeSpan.FromMinutes(5);

    /// <summary>Prepared transactions that are looked for in the journal at once. Default 2,000; 1 to 10,000.</summary>
    public int SweepPageSize { get; set; } = 2_000;

    /// <summary>
    /// Transactions that a sweep wakes per second. Default 200; 1 to 100,000. More than
    /// <see cref="CheckRatePerGroup" /> only fills lines where few groups have many open transactions.
    /// </summary>
    public int SweepWakesPerSecond { get; set; } = 200;

    /// <summary>What is wrong, one sentence per key; empty when all is well.</summary>
    public IEnumerable<string> Problems()
    {
        string?[] problems =
        [
            Within("transactionTimeout", TransactionTimeout, TimeSpan.FromMilliseconds(100), TimeSpan.FromDays(1)),
            Within("transactionCheckInterval", TransactionCheckInterval, TimeSpan.FromMilliseconds(100), TimeSpan.FromDays(1)),
            Within("transactionCheckMaxInterval", TransactionCheckMaxInterval, TransactionCheckInterval, TimeSpan.FromDays(1)),
            Within("transactionCheckMax", TransactionCheckMax, 1, 1_000),
            Within(
                "transactionCheckParkedInterval", TransactionCheckParkedInterval, TimeSpan.FromSeconds(1), TimeSpan.FromDays(7)),
            Within("checkTimeout", CheckTimeout, TimeSpan.FromMilliseconds(100), TimeSpan.FromMinutes(5)),
            Within("checkMaxInFlightPerGroup", CheckMaxInFlightPerGroup, 1, 10_000),
            Within("checkRatePerGroup", CheckRatePerGroup, 1, 100_000),
            Within("checkMaxWaitingPerGroup", CheckMaxWaitingPerGroup, 1, 100_000),
            Within("sweepInterval", SweepInterval, TimeSpan.FromSeconds(1), TimeSpan.FromHours(1)),
            Within("sweepOverlap", SweepOverlap, TimeSpan.FromMinutes(1), TimeSpan.FromDays(1)),
            Within("sweepPageSize", SweepPageSize, 1, 10_000),
            Within("sweepWakesPerSecond", SweepWakesPerSecond, 1, 100_000),
        ];
        return problems.OfType<string>();
    }

    private static string? Within<T>(string key, T value, T least, T most)
        where T : IComparable<T> =>
        value.CompareTo(least) < 0 || value.CompareTo(most) > 0 ? $"{key} is {value}; allowed are {least} to {most}." : null;
}

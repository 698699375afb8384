namespace Coordinator.Transactions;

/// <summary>When and how often the producer of an open transaction is asked for its outcome.</summary>
internal sealed class CheckScheduleOptions
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
        ];
        return problems.OfType<string>();
    }

    private static string? Within<T>(string key, T value, T least, T most)
        where T : IComparable<T> =>
        value.CompareTo(least) < 0 || value.CompareTo(most) > 0 ? $"{key} is {value}; allowed are {least} to {most}." : null;
}

namespace Coordinator.Recovery;

/// <summary>How the journal is searched for open transactions whose actor is not in memory.</summary>
internal sealed class SweepOptions
{
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
    /// <c>checkRatePerGroup</c> only fills lines where few groups have many open transactions.
    /// </summary>
    public int SweepWakesPerSecond { get; set; } = 200;

    /// <summary>What is wrong, one sentence per key; empty when all is well.</summary>
    public IEnumerable<string> Problems()
    {
        string?[] problems =
        [
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

namespace Coordinator.Checks;

/// <summary>How fast, and how patiently, instances of a producer group are asked.</summary>
internal sealed class CheckOptions
{
    /// <summary>How long one instance may take for one answer. Default 5 s; 100 ms to 5 min.</summary>
    public TimeSpan CheckTimeout { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>Checks that may wait for their answers at once, per producer group in the cluster. Default 64; 1 to 10,000.</summary>
    public int CheckMaxInFlightPerGroup { get; set; } = 64;

    /// <summary>Checks per second, per producer group in the cluster. Default 200; 1 to 100,000.</summary>
    public int CheckRatePerGroup { get; set; } = 200;

    /// <summary>
    /// Checks that may wait for their turn, per producer group in the cluster; one more is put off. Default 2,000; 1 to 100,000.
    /// </summary>
    public int CheckMaxWaitingPerGroup { get; set; } = 2_000;

    /// <summary>What is wrong, one sentence per key; empty when all is well.</summary>
    public IEnumerable<string> Problems()
    {
        string?[] problems =
        [
            Within("checkTimeout", CheckTimeout, TimeSpan.FromMilliseconds(100), TimeSpan.FromMinutes(5)),
            Within("checkMaxInFlightPerGroup", CheckMaxInFlightPerGroup, 1, 10_000),
            Within("checkRatePerGroup", CheckRatePerGroup, 1, 100_000),
            Within("checkMaxWaitingPerGroup", CheckMaxWaitingPerGroup, 1, 100_000),
        ];
        return problems.OfType<string>();
    }

    private static string? Within<T>(string key, T value, T least, T most)
        where T : IComparable<T> =>
        value.CompareTo(least) < 0 || value.CompareTo(most) > 0 ? $"{key} is {value}; allowed are {least} to {most}." : null;
}

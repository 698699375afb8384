using Coordinator.Common;

namespace Coordinator.Checks;

/// <summary>Rate and time limits of the checks that ask instances of a producer group.</summary>
internal sealed class CheckOptions
{
    /// <summary>Time that one instance has for one answer.</summary>
    [OptionRange("100ms", "5m")]
    public TimeSpan CheckTimeout { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>Checks that may wait for their answers at once, per producer group in the cluster.</summary>
    [OptionRange("1", "10000")]
    public int CheckMaxInFlightPerGroup { get; set; } = 64;

    /// <summary>Checks per second, per producer group in the cluster.</summary>
    [OptionRange("1", "100000")]
    public int CheckRatePerGroup { get; set; } = 200;

    /// <summary>Checks that may wait for their turn, per producer group in the cluster. One more is postponed.</summary>
    [OptionRange("1", "100000")]
    public int CheckMaxWaitingPerGroup { get; set; } = 2_000;

    /// <summary>Errors, one sentence per key; empty when all is well.</summary>
    public IEnumerable<string> Problems() => OptionRange.Problems(this);
}

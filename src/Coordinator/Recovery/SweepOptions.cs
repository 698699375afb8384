using Coordinator.Common;

namespace Coordinator.Recovery;

/// <summary>Search of the journal for open transactions whose actor is not in memory.</summary>
internal sealed class SweepOptions
{
    /// <summary>Time between two sweeps of the journal for open transactions.</summary>
    [OptionRange("1s", "1h")]
    public TimeSpan SweepInterval { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>Time span behind its last position that a sweep reads again. Longer than any write of the journal.</summary>
    [OptionRange("1m", "1d")]
    public TimeSpan SweepOverlap { get; set; } = TimeSpan.FromMinutes(5);

    /// <summary>Prepared transactions that one page of a sweep reads.</summary>
    [OptionRange("1", "10000")]
    public int SweepPageSize { get; set; } = 2_000;

    /// <summary>
    /// Transactions that a sweep wakes per second. More than <c>checkRatePerGroup</c> only fills queues
    /// where few groups have many open transactions.
    /// </summary>
    [OptionRange("1", "100000")]
    public int SweepWakesPerSecond { get; set; } = 200;

    /// <summary>Errors, one sentence per key; empty when all is well.</summary>
    public IEnumerable<string> Problems() => OptionRange.Problems(this);
}

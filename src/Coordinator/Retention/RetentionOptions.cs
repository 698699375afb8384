using Coordinator.Common;

namespace Coordinator.Retention;

/// <summary>Deletion of what is no longer needed.</summary>
internal sealed class RetentionOptions
{
    /// <summary>
    /// Time for which transactions are remembered after their end. A command for an older one is answered <c>Expired</c>. So is a prepare whose id
    /// is older. Open, parked and incomplete transactions are kept however old they are. A restart with a longer time brings nothing back.
    /// </summary>
    [OptionRange("1s", "3650d")]
    public TimeSpan Transactions { get; set; } = TimeSpan.FromDays(3);

    /// <summary>Time between two searches for what can be deleted.</summary>
    [OptionRange("1s", "1d")]
    public TimeSpan Interval { get; set; } = TimeSpan.FromMinutes(1);

    /// <summary>Rows that are deleted per second at most.</summary>
    [OptionRange("100", "1000000")]
    public int RowsPerSecond { get; set; } = 10_000;

    /// <summary>
    /// Time after a restore from a backup in which services may hand over what it lost. No transaction is deleted meanwhile, until an operator
    /// closes the restore (<c>POST /restores/{epoch}/close</c>).
    /// </summary>
    [OptionRange("1m", "3650d")]
    public TimeSpan HandOver { get; set; } = TimeSpan.FromDays(90);

    /// <summary>Errors, one sentence per key; empty when all is well.</summary>
    public IEnumerable<string> Problems() => OptionRange.Problems(this);
}

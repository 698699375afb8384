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

    /// <summary>
    /// Time without a consumer after which a consumer group is removed from a topic, unless it has dead letters. At least 1h. 0s: groups stay until an
    /// operator deletes them.
    /// </summary>
    [OptionRange("0s", "3650d")]
    public TimeSpan IdleGroups { get; set; }

    /// <summary>Errors, one sentence per key; empty when all is well.</summary>
    public IEnumerable<string> Problems()
    {
        foreach (var problem in OptionRange.Problems(this))
            yield return problem;
        if (IdleGroups > TimeSpan.Zero && IdleGroups < TimeSpan.FromHours(1))
            yield return $"idleGroups must be 0s or at least 1h, but is {Duration.Write(IdleGroups)}.";
    }
}

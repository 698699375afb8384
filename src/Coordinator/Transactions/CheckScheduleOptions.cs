using Coordinator.Common;

namespace Coordinator.Transactions;

/// <summary>Schedule of the checks that ask the producer of an open transaction for its outcome.</summary>
internal sealed class CheckScheduleOptions
{
    /// <summary>Time from a prepare to its first check, unless the prepare asks for another.</summary>
    [OptionRange("100ms", "1d")]
    public TimeSpan TransactionTimeout { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>Time from the first check to the second. It doubles from check to check.</summary>
    [OptionRange("100ms", "1d")]
    public TimeSpan TransactionCheckInterval { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>Longest time between two checks. At least transactionCheckInterval.</summary>
    [OptionRange("100ms", "1d")]
    public TimeSpan TransactionCheckMaxInterval { get; set; } = TimeSpan.FromMinutes(5);

    /// <summary>Answers without a decision after which the transaction is parked.</summary>
    [OptionRange("1", "1000")]
    public int TransactionCheckMax { get; set; } = 15;

    /// <summary>Time between two checks of a parked transaction.</summary>
    [OptionRange("1s", "7d")]
    public TimeSpan TransactionCheckParkedInterval { get; set; } = TimeSpan.FromHours(1);

    /// <summary>Errors, one sentence per key; empty when all is well.</summary>
    public IEnumerable<string> Problems()
    {
        foreach (var problem in OptionRange.Problems(this))
            yield return problem;
        if (TransactionCheckMaxInterval < TransactionCheckInterval)
        {
            yield return OptionRange.AtLeast(
                "transactionCheckMaxInterval", TransactionCheckMaxInterval, "transactionCheckInterval", TransactionCheckInterval);
        }
    }
}

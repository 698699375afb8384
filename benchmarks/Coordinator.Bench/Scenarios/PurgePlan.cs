using System.Globalization;
using Coordinator.Bench.Running;

namespace Coordinator.Bench.Scenarios;

/// <summary>Plan of a purge under load.</summary>
/// <param name="Transactions">Finished transactions that the journal holds, each with one message.</param>
/// <param name="RowsPerSecond">Limit of the deletion.</param>
/// <param name="Load">Load beside it, in an open loop.</param>
internal sealed record PurgePlan(long Transactions, int RowsPerSecond, RunPlan Load)
{
    /// <summary>Gets the age of the transactions, above each default retention.</summary>
    public static TimeSpan Age { get; } = TimeSpan.FromDays(30);

    /// <summary>Gets the coordinator options with which nothing is deleted.</summary>
    public static IReadOnlyDictionary<string, string> Keeping { get; } = new Dictionary<string, string>
    {
        ["retention.transactions"] = "3650d",
        ["retention.messages"] = "3650d",
    };

    /// <summary>Gets the coordinator options with which everything that was filled in is deleted.</summary>
    public IReadOnlyDictionary<string, string> Purging => new Dictionary<string, string>
    {
        ["retention.interval"] = "1s",
        ["retention.rowsPerSecond"] = RowsPerSecond.ToString(CultureInfo.InvariantCulture),
    };
}

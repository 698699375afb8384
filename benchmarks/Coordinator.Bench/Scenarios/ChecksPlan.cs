using System.Globalization;
using Coordinator.Bench.Databases;

namespace Coordinator.Bench.Scenarios;

/// <summary>Plan of a measurement of checks.</summary>
/// <param name="Storage">Database of the coordinator.</param>
/// <param name="Count">Transactions that fall due at once.</param>
/// <param name="Rate">Limit of checks a second.</param>
/// <param name="InFlight">Limit of checks at the same time.</param>
/// <param name="Answer">Time that an answer takes.</param>
/// <param name="Lead">Time from the first Prepare until all transactions fall due.</param>
/// <param name="Set">Settings of the coordinator.</param>
internal sealed record ChecksPlan(
    StorageKind Storage, int Count, int Rate, int InFlight, TimeSpan Answer, TimeSpan Lead, IReadOnlyList<string> Set)
{
    private const int LongestLine = 100_000;

    /// <summary>
    /// Gets settings with limits that one fast instance can bear. Transactions stay in memory until they are due, and queue
    /// until they are checked.
    /// </summary>
    public IReadOnlyList<string> Settings =>
    [
        Setting("checkRatePerGroup", Rate),
        Setting("checkMaxInFlightPerGroup", InFlight),
        Setting("checkMaxWaitingPerGroup", LongestLine),
        "transactionMemoryHorizon=10m",
        .. Set,
    ];

    private static string Setting(string key, int value) => string.Create(CultureInfo.InvariantCulture, $"{key}={value}");
}

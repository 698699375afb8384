using System.Globalization;
using Coordinator.Bench.Databases;

namespace Coordinator.Bench.Scenarios;

/// <summary>How checks are measured.</summary>
/// <param name="Storage">Of the coordinator.</param>
/// <param name="Count">Transactions that fall due at once.</param>
/// <param name="Rate">The limit of checks a second.</param>
/// <param name="InFlight">The limit of checks at the same time.</param>
/// <param name="Answer">How long an answer takes.</param>
/// <param name="Lead">From the first prepare until all fall due.</param>
/// <param name="Set">Settings of the coordinator.</param>
internal sealed record ChecksPlan(
    StorageKind Storage, int Count, int Rate, int InFlight, TimeSpan Answer, TimeSpan Lead, IReadOnlyList<string> Set)
{
    private const int LongestLine = 100_000;

    /// <summary>
    /// Limits that one fast instance can bear; transactions stay in memory until they are due, and in line until they are asked.
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

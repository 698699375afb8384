using Coordinator.Bench.Databases;

namespace Coordinator.Bench.Scenarios;

/// <summary>Plan of a measurement of kills.</summary>
/// <param name="Storage">Database of the coordinator. The application's own database is PostgreSQL.</param>
/// <param name="InFlight">Largest number of the application's transactions under way at the same time.</param>
/// <param name="Rate">Transactions that the application begins each second, before and after the kill.</param>
/// <param name="Before">Time for which the application works before the kill.</param>
/// <param name="After">Time for which the application works after the kill.</param>
/// <param name="Rounds">Number of kills of each process: not every kill leaves a transaction in doubt.</param>
/// <param name="Set">Settings of the coordinator.</param>
internal sealed record KillPlan(
    StorageKind Storage, int InFlight, double Rate, TimeSpan Before, TimeSpan After, int Rounds, IReadOnlyList<string> Set)
{
    /// <summary>Settings of a service with short local transactions. All others have their defaults.</summary>
    public static readonly IReadOnlyList<string> Standard = ["transactionTimeout=2s", "transactionCheckInterval=1s"];
}

using Coordinator.Bench.Databases;

namespace Coordinator.Bench.Scenarios;

/// <summary>How a kill is measured.</summary>
/// <param name="Storage">Of the coordinator; the application's own database is PostgreSQL.</param>
/// <param name="InFlight">Transactions that the application has under way at the same time, at most.</param>
/// <param name="Rate">How many it begins a second, before and after.</param>
/// <param name="Before">How long it works before.</param>
/// <param name="After">How long it works after.</param>
/// <param name="Rounds">How often each is killed: not every kill leaves something in doubt.</param>
/// <param name="Set">Settings of the coordinator.</param>
internal sealed record KillPlan(
    StorageKind Storage, int InFlight, double Rate, TimeSpan Before, TimeSpan After, int Rounds, IReadOnlyList<string> Set)
{
    /// <summary>What a service with short local transactions would set; everything else is as shipped.</summary>
    public static readonly IReadOnlyList<string> Standard = ["transactionTimeout=2s", "transactionCheckInterval=1s"];
}

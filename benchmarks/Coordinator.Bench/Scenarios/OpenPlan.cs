using Coordinator.Bench.Databases;

namespace Coordinator.Bench.Scenarios;

/// <summary>Plan of a measurement of open transactions.</summary>
/// <param name="Storage">Database of the coordinator.</param>
/// <param name="Count">Transactions that are prepared and left open.</param>
/// <param name="InFlight">Transactions that are prepared at the same time.</param>
/// <param name="Settle">Time without load before memory is measured.</param>
/// <param name="Set">Settings of the coordinator.</param>
internal sealed record OpenPlan(StorageKind Storage, int Count, int InFlight, TimeSpan Settle, IReadOnlyList<string> Set)
{
    /// <summary>
    /// Settings that count the found transactions and speed up the sweep. At 200 a second, it would take eight minutes for
    /// 100,000.
    /// </summary>
    public static readonly IReadOnlyList<string> Standard =
        ["telemetry=on", "sweepWakesPerSecond=100000", "sweepPageSize=5000", "transactionLinger=5s"];
}

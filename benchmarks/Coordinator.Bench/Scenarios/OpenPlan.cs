using Coordinator.Bench.Databases;

namespace Coordinator.Bench.Scenarios;

/// <summary>How open transactions are measured.</summary>
/// <param name="Storage">Of the coordinator.</param>
/// <param name="Count">Transactions that are prepared, and then nothing.</param>
/// <param name="InFlight">How many of them at the same time.</param>
/// <param name="Settle">How long nothing happens before memory is measured.</param>
/// <param name="Set">Settings of the coordinator.</param>
internal sealed record OpenPlan(StorageKind Storage, int Count, int InFlight, TimeSpan Settle, IReadOnlyList<string> Set)
{
    /// <summary>Someone must count what is found; and a sweep that wakes 200 a second takes eight minutes for 100,000.</summary>
    public static readonly IReadOnlyList<string> Standard =
        ["telemetry=on", "sweepWakesPerSecond=100000", "sweepPageSize=5000", "transactionLinger=5s"];
}

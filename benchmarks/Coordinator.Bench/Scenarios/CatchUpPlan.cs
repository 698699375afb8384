using Coordinator.Bench.Databases;

namespace Coordinator.Bench.Scenarios;

/// <summary>How catching up is measured.</summary>
/// <param name="Storage">Of the coordinator.</param>
/// <param name="Behind">Messages that the late group has not seen.</param>
/// <param name="InFlight">Transactions of the producers under way at the same time, at most.</param>
/// <param name="Rate">Transactions a second; null: as many as they can.</param>
/// <param name="Baseline">How long the producers are measured before the late group comes.</param>
/// <param name="Set">Settings of the coordinator.</param>
internal sealed record CatchUpPlan(
    StorageKind Storage, int Behind, int InFlight, double? Rate, TimeSpan Baseline, IReadOnlyList<string> Set);

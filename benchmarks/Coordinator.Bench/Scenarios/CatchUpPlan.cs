using Coordinator.Bench.Databases;

namespace Coordinator.Bench.Scenarios;

/// <summary>Plan of a catch-up measurement.</summary>
/// <param name="Storage">Database of the coordinator.</param>
/// <param name="Behind">Messages that the late group has not received.</param>
/// <param name="InFlight">Largest number of the producers' transactions under way at the same time.</param>
/// <param name="Rate">Transactions a second; <c>null</c> for as many as possible.</param>
/// <param name="Baseline">Time for which the producers are measured before the late group starts.</param>
/// <param name="Set">Settings of the coordinator.</param>
internal sealed record CatchUpPlan(
    StorageKind Storage, int Behind, int InFlight, double? Rate, TimeSpan Baseline, IReadOnlyList<string> Set);

using Coordinator.Bench.Databases;

namespace Coordinator.Bench.Scenarios;

/// <summary>Plan of a measurement beside messages that wait.</summary>
/// <param name="Storage">Database of the coordinator.</param>
/// <param name="Waiting">Messages that fail once and then wait.</param>
/// <param name="Rate">Messages a second that do not wait.</param>
/// <param name="Length">Time for which these are measured.</param>
/// <param name="Set">Settings of the coordinator.</param>
internal sealed record WaitingPlan(StorageKind Storage, int Waiting, double Rate, TimeSpan Length, IReadOnlyList<string> Set);

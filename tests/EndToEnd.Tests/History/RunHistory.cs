using Coordinator.Contracts;

namespace Coordinator.EndToEnd.Tests.History;

/// <summary>What happened in a run, gathered from everybody who took part in it.</summary>
/// <param name="Attempts">What producers began.</param>
/// <param name="Local">What became of the local transactions, by the participants' own databases.</param>
/// <param name="Decisions">What was decided, by the coordinator's journal.</param>
/// <param name="Groups">The groups that should have got everything.</param>
/// <param name="Arrivals">What consumers got.</param>
internal sealed record RunHistory(
    IReadOnlyCollection<Attempt> Attempts,
    IReadOnlyDictionary<TransactionId, Ending> Local,
    IReadOnlyDictionary<TransactionId, Ending> Decisions,
    IReadOnlyCollection<ConsumerGroup> Groups,
    IReadOnlyList<Arrival> Arrivals);

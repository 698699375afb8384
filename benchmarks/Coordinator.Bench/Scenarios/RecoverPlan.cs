namespace Coordinator.Bench.Scenarios;

/// <summary>How the recovery of a cluster is measured.</summary>
/// <param name="Nodes">Of the coordinator.</param>
/// <param name="Count">Transactions that are open when all nodes are killed.</param>
/// <param name="Lead">From the first prepare until all fall due; nobody is there then.</param>
/// <param name="Set">Settings of the coordinator.</param>
internal sealed record RecoverPlan(int Nodes, int Count, TimeSpan Lead, IReadOnlyList<string> Set)
{
    /// <summary>Every so many is rolled back, as a check finds out.</summary>
    public const int RollbackEvery = 10;

    /// <summary>
    /// Limits that one fast instance can bear: with 200 checks a second for a group, and as many found again, all would take more
    /// than eight minutes for 100,000.
    /// </summary>
    public IReadOnlyList<string> Settings =>
    [
        "checkRatePerGroup=20000",
        "checkMaxInFlightPerGroup=256",
        "checkMaxWaitingPerGroup=100000",
        "sweepWakesPerSecond=100000",
        "sweepPageSize=5000",
        .. Set,
    ];

    /// <summary>Transactions that must be delivered in the end.</summary>
    public int Committed => Count - ((Count + RollbackEvery - 1) / RollbackEvery);
}

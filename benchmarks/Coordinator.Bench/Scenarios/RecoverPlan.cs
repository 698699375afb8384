namespace Coordinator.Bench.Scenarios;

/// <summary>Plan of a measurement of a cluster's recovery.</summary>
/// <param name="Nodes">Number of nodes.</param>
/// <param name="Count">Transactions that are open when all nodes are killed.</param>
/// <param name="Lead">Time from the first Prepare until all transactions fall due, while no node runs.</param>
/// <param name="Set">Settings of the coordinator.</param>
internal sealed record RecoverPlan(int Nodes, int Count, TimeSpan Lead, IReadOnlyList<string> Set)
{
    /// <summary>Interval of the transactions that a check finds to be rolled back.</summary>
    public const int RollbackEvery = 10;

    /// <summary>
    /// Gets settings with limits that one fast instance can bear. The defaults allow 200 checks and 200 found transactions a
    /// second, so 100,000 transactions would take more than eight minutes.
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

    /// <summary>Gets the number of transactions that must be delivered in the end.</summary>
    public int Committed => Count - ((Count + RollbackEvery - 1) / RollbackEvery);
}

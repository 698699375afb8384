using Coordinator.Bench.Databases;
using Coordinator.Bench.Load;

namespace Coordinator.Bench.Scenarios;

/// <summary>Figures of a recovery after all nodes were killed. Times are seconds from the restart.</summary>
internal sealed record RecoverFigures
{
    public required int Count { get; init; }

    public required int Nodes { get; init; }

    /// <summary>Gets the time at which each node was ready, in the order of the nodes.</summary>
    public required IReadOnlyList<double> Ready { get; init; }

    public required double FirstCheck { get; init; }

    /// <summary>Gets the time at which the last transaction was checked for the first time.</summary>
    public required double LastCheck { get; init; }

    /// <summary>Gets the time at which the last message was handled; <c>null</c> when it was not.</summary>
    public required double? LastHandled { get; init; }

    public required CheckFigures Checks { get; init; }

    public required long Missing { get; init; }

    /// <summary>Gets the number of messages that were handled and not committed.</summary>
    public required long Undue { get; init; }

    public required long Duplicates { get; init; }

    /// <summary>Gets the number of transactions that the journal shows as undecided or as not yet in all queues.</summary>
    public required long StillOpen { get; init; }

    /// <summary>Gets the peak memory of each node.</summary>
    public required IReadOnlyList<long> PeakMemory { get; init; }

    /// <summary>Gets the CPU time of each node.</summary>
    public required IReadOnlyList<TimeSpan> Cpu { get; init; }

    /// <summary>Gets the work of the database from the restart on.</summary>
    public required DatabaseUsage Database { get; init; }

    public bool IsSound => Missing == 0 && Undue == 0 && StillOpen == 0 && Checks.Transactions == Count;
}

using Coordinator.Bench.Databases;
using Coordinator.Bench.Load;

namespace Coordinator.Bench.Scenarios;

/// <summary>What became of open transactions after all nodes were killed; times from their second start, in seconds.</summary>
internal sealed record RecoverFigures
{
    public required int Count { get; init; }

    public required int Nodes { get; init; }

    /// <summary>Of each node, in the order in which they were.</summary>
    public required IReadOnlyList<double> Ready { get; init; }

    public required double FirstCheck { get; init; }

    /// <summary>When the last transaction was asked about for the first time.</summary>
    public required double LastCheck { get; init; }

    /// <summary>When the last message was handled; null when that was not seen.</summary>
    public required double? LastHandled { get; init; }

    public required CheckFigures Checks { get; init; }

    public required long Missing { get; init; }

    /// <summary>Handled, and not committed.</summary>
    public required long Undue { get; init; }

    public required long Duplicates { get; init; }

    /// <summary>Undecided, or not in all queues, by the journal.</summary>
    public required long StillOpen { get; init; }

    /// <summary>The most that each node's process had.</summary>
    public required IReadOnlyList<long> PeakMemory { get; init; }

    /// <summary>CPU of each node.</summary>
    public required IReadOnlyList<TimeSpan> Cpu { get; init; }

    /// <summary>What the database did from the second start on.</summary>
    public required DatabaseUsage Database { get; init; }

    public bool IsSound => Missing == 0 && Undue == 0 && StillOpen == 0 && Checks.Transactions == Count;
}

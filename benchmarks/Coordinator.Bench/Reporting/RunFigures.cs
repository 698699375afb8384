using Coordinator.Bench.Floors;
using Coordinator.Bench.Load;
using Coordinator.Bench.Measuring;
using Coordinator.Bench.Pauses;
using Coordinator.Bench.Running;

namespace Coordinator.Bench.Reporting;

/// <summary>Figures of one measurement.</summary>
internal sealed record RunFigures
{
    public string? Label { get; init; }

    public required string Storage { get; init; }

    public required int InFlight { get; init; }

    public required int Size { get; init; }

    public double? Rate { get; init; }

    public bool Telemetry { get; init; }

    /// <summary>
    /// Gets the number of transactions that ended within the window: committed, rolled back, or left to a check on purpose.
    /// </summary>
    public required long Transactions { get; init; }

    public required double TransactionsPerSecond { get; init; }

    /// <summary>Gets the deliveries a second of all groups together.</summary>
    public required double DeliveriesPerSecond { get; init; }

    public required Latencies Prepare { get; init; }

    public required Latencies Commit { get; init; }

    /// <summary>Gets the latencies from a transaction's intended start until its message is handled.</summary>
    public required Latencies EndToEnd { get; init; }

    /// <summary>Gets the same latencies without the samples that overlap a stop of the machine.</summary>
    public LatenciesWithoutStops? WithoutStops { get; init; }

    /// <summary>Gets the stops of the machine within the measured time.</summary>
    public StopFigures? Stops { get; init; }

    public required long Failed { get; init; }

    public string? LastFailure { get; init; }

    public required long Duplicates { get; init; }

    public long Missing { get; init; }

    public long Invented { get; init; }

    public Costs Costs { get; init; } = new();

    /// <summary>Gets the coordinator's peak memory in bytes.</summary>
    public long PeakMemory { get; init; }

    public FloorFigures? Floor { get; init; }

    public double? RatioToFloor => Floor is null ? null : Math.Round(TransactionsPerSecond / Floor.PerSecond, 3);

    /// <summary>Gets a value indicating whether something was measured and no guarantee was broken.</summary>
    public bool IsSound => this is { Missing: 0, Invented: 0, Transactions: > 0 };

    public static RunFigures Of(RunPlan plan, Window window, ProducerFigures[] produced, ConsumerFigures[] consumed)
    {
        var done = produced.Sum(figures => figures.DoneInWindow);
        return new RunFigures
        {
            Label = plan.Label,
            Storage = plan.Storage.ToString(),
            InFlight = plan.InFlight,
            Size = plan.Size,
            Rate = plan.Rate,
            Telemetry = plan.Coordinator.Telemetry,
            Transactions = done,
            TransactionsPerSecond = Math.Round(done / window.Seconds, 1),
            DeliveriesPerSecond = Math.Round(consumed.Sum(figures => figures.HandledInWindow) / window.Seconds, 1),
            Prepare = Merged(produced.Select(figures => figures.Prepare)),
            Commit = Merged(produced.Select(figures => figures.Commit)),
            EndToEnd = Merged(consumed.Select(figures => figures.EndToEnd)),
            Failed = produced.Sum(figures => figures.Failed),
            LastFailure = produced.Select(figures => figures.LastFailure).FirstOrDefault(failure => failure is not null),
            Duplicates = consumed.Sum(figures => figures.Duplicates),
        };
    }

    private static Latencies Merged(IEnumerable<LatencyHistogram> parts)
    {
        var all = new LatencyHistogram();
        foreach (var part in parts)
            all.Add(part);
        return Latencies.Of(all);
    }
}

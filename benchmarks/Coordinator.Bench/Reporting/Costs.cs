using System.Diagnostics;
using Coordinator.Bench.Databases;
using Coordinator.Bench.Processes;
using Coordinator.Bench.Running;

namespace Coordinator.Bench.Reporting;

/// <summary>Costs of one transaction. CPU times are in microseconds; a value that cannot be measured is <c>null</c>.</summary>
internal sealed record Costs
{
    public double CoordinatorCpu { get; init; }

    public double ParticipantsCpu { get; init; }

    public double? DatabaseCpu { get; init; }

    public double? Statements { get; init; }

    public double? Rows { get; init; }

    public double? WalBytes { get; init; }

    public double? WalSyncs { get; init; }

    public double? WrittenBytes { get; init; }

    /// <summary>Gets the bytes that the coordinator allocated.</summary>
    public double AllocatedBytes { get; init; }

    /// <summary>Gets the share of the measured time for which the garbage collector stopped the coordinator.</summary>
    public double PauseShare { get; init; }

    /// <summary>Gets the longest pause of the garbage collector, in milliseconds.</summary>
    public double LongestPause { get; init; }

    /// <summary>Gets the number of collections a second.</summary>
    public double CollectionsPerSecond { get; init; }

    public static Costs Of(long transactions, Usage usage, CollectorWork collector)
    {
        double count = Math.Max(transactions, 1);
        var database = usage.Database;
        var length = Stopwatch.GetElapsedTime(0, usage.At);
        return new Costs
        {
            CoordinatorCpu = Round(usage.Coordinator.TotalMicroseconds / count),
            ParticipantsCpu = Round(usage.Participants.TotalMicroseconds / count),
            DatabaseCpu = Round(database.Cpu?.TotalMicroseconds / count),
            Statements = Round(database.Statements / count),
            Rows = Round(database.Rows / count),
            WalBytes = Round(database.WalBytes / count),
            WalSyncs = Round(database.WalSyncs / count),
            WrittenBytes = Round(database.WrittenBytes / count),
            AllocatedBytes = Round(collector.AllocatedBytes / count),
            PauseShare = Round(collector.Pause / length, 4),
            LongestPause = Round(collector.LongestPause.TotalMilliseconds),
            CollectionsPerSecond = Round(collector.Collections / length.TotalSeconds),
        };
    }

    private static double? Round(double? value) => value is { } known ? Round(known) : null;

    private static double Round(double value, int digits = 3) => Math.Round(value, value > 100 ? 0 : digits);
}

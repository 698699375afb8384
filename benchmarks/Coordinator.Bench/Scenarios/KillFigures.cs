using System.Diagnostics;

namespace Coordinator.Bench.Scenarios;

/// <summary>Figures of one kill.</summary>
internal sealed record KillFigures
{
    public required string Victim { get; init; }

    /// <summary>Gets the number of local transactions that were committed before the kill.</summary>
    public required long Committed { get; init; }

    /// <summary>Gets the number of those that no consumer had handled yet.</summary>
    public required long Open { get; init; }

    /// <summary>Gets the seconds from the kill until the last of those was handled; <c>null</c> when one never was.</summary>
    public required double? Seconds { get; init; }

    /// <summary>Gets the seconds from the kill until the new process was ready.</summary>
    public required double ReadyAfterSeconds { get; init; }

    /// <summary>Gets the number of transactions that were committed at any time and never handled.</summary>
    public required long Missing { get; init; }

    /// <summary>Gets the number of transactions that were handled and never committed.</summary>
    public required long Invented { get; init; }

    public required long Duplicates { get; init; }

    /// <param name="victim">Process that was killed.</param>
    /// <param name="kill">Time of the kill, and time at which the new process was ready.</param>
    /// <param name="before">Transactions that were committed before the kill.</param>
    /// <param name="all">Transactions that were committed in the end.</param>
    /// <param name="handled">Time at which each transaction was handled.</param>
    /// <param name="duplicates">Number of repeated deliveries.</param>
    public static KillFigures Of(
        Victim victim,
        (long At, long ReadyAt) kill,
        IReadOnlyList<(int Life, long Number)> before,
        IReadOnlyList<(int Life, long Number)> all,
        IReadOnlyDictionary<(int Life, long Number), long> handled,
        long duplicates)
    {
        var times = before.Select(order => handled.TryGetValue(order, out var at) ? at : long.MaxValue).ToArray();
        var last = times.Length == 0 ? kill.At : Math.Max(kill.At, times.Max());
        return new KillFigures
        {
            Victim = victim == Scenarios.Victim.Application ? "application" : "coordinator",
            Committed = before.Count,
            Open = times.Count(at => at > kill.At),
            Seconds = last == long.MaxValue ? null : Stopwatch.GetElapsedTime(kill.At, last).TotalSeconds,
            ReadyAfterSeconds = Stopwatch.GetElapsedTime(kill.At, kill.ReadyAt).TotalSeconds,
            Missing = all.Count(order => !handled.ContainsKey(order)),
            Invented = handled.Keys.Except(all).Count(),
            Duplicates = duplicates,
        };
    }
}

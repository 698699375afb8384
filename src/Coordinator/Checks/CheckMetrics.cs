using System.Diagnostics.Metrics;
using Coordinator.Common;
using Coordinator.Transactions;

namespace Coordinator.Checks;

/// <summary>Counts checks of producers and their answers.</summary>
internal static class CheckMetrics
{
    private static readonly Meter Meter = CoordinatorMeter.Instance;

    private static readonly Counter<long> AskedCounter =
        Meter.CreateCounter<long>("coordinator.checks.asked", description: "Checks sent to an instance.");

    private static readonly Counter<long> ConcludedCounter =
        Meter.CreateCounter<long>("coordinator.checks.concluded", description: "Checks that ended, by ending.");

    private static readonly Counter<long> LateCounter =
        Meter.CreateCounter<long>("coordinator.checks.late_answers", description: "Answers that came late, by what was done.");

    public static void Asked() => AskedCounter.Add(1);

    public static void Concluded(CheckEnding ending) =>
        ConcludedCounter.Add(1, new KeyValuePair<string, object?>("ending", ending.ToString()));

    public static void LateAnswer(bool forwarded) =>
        LateCounter.Add(1, new KeyValuePair<string, object?>("result", forwarded ? "forwarded" : "dropped"));
}

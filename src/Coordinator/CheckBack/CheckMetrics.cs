using System.Diagnostics.Metrics;

namespace Coordinator.CheckBack;

/// <summary>What the check-back counts.</summary>
internal static class CheckMetrics
{
    private static readonly Meter Meter = new("Coordinator");

    private static readonly Counter<long> AskedCounter =
        Meter.CreateCounter<long>("coordinator.checks.asked", description: "Checks sent to an instance.");

    private static readonly Counter<long> ConcludedCounter =
        Meter.CreateCounter<long>("coordinator.checks.concluded", description: "Checks that ended, by ending.");

    private static readonly Counter<long> LateCounter =
        Meter.CreateCounter<long>("coordinator.checks.late_answers", description: "Answers that came late, by what was done.");

    private static readonly Counter<long> PassCounter =
        Meter.CreateCounter<long>("coordinator.sweep.passes", description: "Sweeps of the journal, by result.");

    private static readonly Counter<long> WokenCounter =
        Meter.CreateCounter<long>("coordinator.sweep.woken", description: "Open transactions that a sweep woke.");

    private static long _open;

    static CheckMetrics() => Meter.CreateObservableGauge(
        "coordinator.sweep.open", () => Volatile.Read(ref _open), description: "Open transactions, at the last sweep.");

    public static void Asked() => AskedCounter.Add(1);

    public static void Concluded(CheckEnding ending) =>
        ConcludedCounter.Add(1, new KeyValuePair<string, object?>("ending", ending.ToString()));

    public static void LateAnswer(bool forwarded) =>
        LateCounter.Add(1, new KeyValuePair<string, object?>("result", forwarded ? "forwarded" : "dropped"));

    public static void PassEnded(bool completed) =>
        PassCounter.Add(1, new KeyValuePair<string, object?>("result", completed ? "completed" : "failed"));

    public static void Woken() => WokenCounter.Add(1);

    public static void Open(long transactions) => Volatile.Write(ref _open, transactions);
}

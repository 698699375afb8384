using System.Diagnostics.Metrics;
using Coordinator.Common;

namespace Coordinator.Recovery;

/// <summary>Counts sweeps of the journal and the open transactions that they find.</summary>
internal static class SweepMetrics
{
    private static readonly Meter Meter = CoordinatorMeter.Instance;

    private static readonly Counter<long> PassCounter =
        Meter.CreateCounter<long>("coordinator.sweep.passes", description: "Sweeps of the journal, by result.");

    private static readonly Counter<long> WokenCounter =
        Meter.CreateCounter<long>("coordinator.sweep.woken", description: "Open transactions that a sweep woke.");

    private static long _open;

    static SweepMetrics() => Meter.CreateObservableGauge(
        "coordinator.sweep.open", () => Volatile.Read(ref _open), description: "Open transactions, at the last sweep.");

    public static void PassEnded(bool completed) =>
        PassCounter.Add(1, new KeyValuePair<string, object?>("result", completed ? "completed" : "failed"));

    public static void Woken() => WokenCounter.Add(1);

    public static void Open(long transactions) => Volatile.Write(ref _open, transactions);
}

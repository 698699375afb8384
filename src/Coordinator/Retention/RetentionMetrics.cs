using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using Coordinator.Common;

namespace Coordinator.Retention;

/// <summary>Counts what retention deletes, and what it keeps past its retention. Only the node on which it runs has values.</summary>
internal static class RetentionMetrics
{
    private static readonly Meter Meter = CoordinatorMeter.Instance;

    private static readonly Counter<long> DeletedCounter =
        Meter.CreateCounter<long>("coordinator.retention.deleted", description: "Rows that retention deleted, by kind of data.");

    private static readonly Counter<long> BatchCounter =
        Meter.CreateCounter<long>("coordinator.retention.batches", description: "Batches of deletions, by kind of data and result.");

    private static readonly ConcurrentDictionary<string, long> KeptRows = new(StringComparer.Ordinal);

    static RetentionMetrics() => Meter.CreateObservableGauge(
        "coordinator.retention.kept", Kept, description: "What is past its retention and kept, by kind of data, as far as it is counted.");

    public static void BatchEnded(string kind, RetentionBatch batch)
    {
        DeletedCounter.Add(batch.Deleted, Kind(kind));
        BatchCounter.Add(1, Kind(kind), Result("completed"));
        KeptRows[kind] = batch.Kept.Sum(kept => kept.Rows ?? 0);
    }

    /// <summary>Ends the gauge of a kind, because another node goes on with it.</summary>
    public static void Forget(string kind) => KeptRows.TryRemove(kind, out _);

    public static void BatchFailed(string kind) => BatchCounter.Add(1, Kind(kind), Result("failed"));

    private static IEnumerable<Measurement<long>> Kept() => KeptRows.Select(kept => new Measurement<long>(kept.Value, Kind(kept.Key)));

    private static KeyValuePair<string, object?> Kind(string kind) => new("kind", kind);

    private static KeyValuePair<string, object?> Result(string result) => new("result", result);
}

using System.Diagnostics.Metrics;

namespace Coordinator.Common;

/// <summary>Counts new names of topics and groups that a limit has refused.</summary>
internal static class NameMetrics
{
    private static readonly Counter<long> RefusedCounter = CoordinatorMeter.Instance.CreateCounter<long>(
        "coordinator.names.refused", "{request}", "Requests with new names that a limit has refused, by the option of the limit");

    /// <param name="option">Key of the option of the limit.</param>
    public static void Refused(string option) => RefusedCounter.Add(1, new KeyValuePair<string, object?>("limit", option));
}

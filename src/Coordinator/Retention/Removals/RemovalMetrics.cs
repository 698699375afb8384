using System.Diagnostics.Metrics;
using Coordinator.Common;
using Coordinator.Topics.Catalog;

namespace Coordinator.Retention.Removals;

internal static class RemovalMetrics
{
    private static readonly Counter<long> Removals = CoordinatorMeter.Instance.CreateCounter<long>(
        "coordinator.removals", "{removal}", "Removals of groups and topics, by kind (group, topic), result (decided, abandoned) and cause (operator, idle)");

    public static void Count(Removal removal, RemovalStage stage) => Removals.Add(
        1,
        new("kind", removal.Group is null ? "topic" : "group"),
        new("result", stage is RemovalStage.Decided ? "decided" : "abandoned"),
        new("cause", removal.UnseenSince is null ? "operator" : "idle"));
}

using System.Diagnostics.Metrics;
using Coordinator.Common;

namespace Coordinator.Formation;

/// <summary>Gauges of the cluster, as this node sees it.</summary>
internal sealed class FormationMetrics : IDisposable
{
    private readonly Meter _meter = new(CoordinatorMeter.Name);

    public FormationMetrics(FormationState state)
    {
        _meter.CreateObservableGauge(
            "coordinator.cluster.members", () => state.Members, description: "Members of the cluster that are up, by the view of this node.");
        _meter.CreateObservableGauge(
            "coordinator.cluster.lease_held",
            () => state.HoldsLease ? 1 : 0,
            description: "1 when this node belongs to the cluster that holds the lease of the database, 0 otherwise.");
    }

    public void Dispose() => _meter.Dispose();
}

using System.Diagnostics.Metrics;
using Akka.Coordination;
using Coordinator.Common;
using Coordinator.Formation;

namespace Coordinator.Tests.Formation;

public sealed class FormationMetricsSpec
{
    [Fact]
    public void Gauges_show_the_members_and_the_lease()
    {
        var state = new FormationState();
        using var metrics = new FormationMetrics(state);
        state.Has(members: 712_301);
        state.Holds(new HeldLease());

        Assert.Equal((712_301, 1), Read(state));
    }

    // Nodes of other tests have the same gauges, so this one is known by its number of members.
    private static (int Members, int Held) Read(FormationState state)
    {
        var (members, held) = (new List<int>(), new List<int>());
        using var listener = new MeterListener();
        listener.InstrumentPublished = (instrument, all) =>
        {
            if (instrument.Meter.Name == CoordinatorMeter.Name && instrument.Name.StartsWith("coordinator.cluster.", StringComparison.Ordinal))
                all.EnableMeasurementEvents(instrument);
        };
        listener.SetMeasurementEventCallback<int>((instrument, value, _, _) =>
            (instrument.Name == "coordinator.cluster.members" ? members : held).Add(value));
        listener.Start();
        listener.RecordObservableInstruments();
        var index = members.LastIndexOf(state.Members);
        return (members[index], held[index]);
    }

    private sealed class HeldLease() : Lease(new LeaseSettings("cluster", "a", new TimeoutSettings(TimeSpan.Zero, TimeSpan.Zero, TimeSpan.Zero), Akka.Configuration.Config.Empty))
    {
        public override Task<bool> Acquire() => Task.FromResult(true);

        public override Task<bool> Acquire(Action<Exception> leaseLostCallback) => Acquire();

        public override Task<bool> Release() => Task.FromResult(true);

        public override bool CheckLease() => true;
    }
}

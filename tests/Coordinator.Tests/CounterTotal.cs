using System.Diagnostics.Metrics;
using Coordinator.Common;

namespace Coordinator.Tests;

/// <summary>Adds up what a counter of the coordinator counts. Tests that run at the same time may count as well.</summary>
internal sealed class CounterTotal : IDisposable
{
    private readonly MeterListener _listener = new();
    private long _value;

    public CounterTotal(string name)
    {
        _listener.InstrumentPublished = (instrument, listening) =>
        {
            if (instrument.Meter.Name == CoordinatorMeter.Name && instrument.Name == name)
                listening.EnableMeasurementEvents(instrument);
        };
        _listener.SetMeasurementEventCallback<long>((_, added, _, _) => Interlocked.Add(ref _value, added));
        _listener.Start();
    }

    public long Value => Interlocked.Read(ref _value);

    public void Dispose() => _listener.Dispose();
}

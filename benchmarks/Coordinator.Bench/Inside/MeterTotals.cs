using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using System.Globalization;

namespace Coordinator.Bench.Inside;

/// <summary>
/// Listens to the coordinator's meters within its process and adds up what they say, a series for each set of tags: what an
/// exporter of OpenTelemetry does with every measurement.
/// </summary>
internal sealed class MeterTotals : IDisposable
{
    private const string Product = "Coordinator";

    private readonly ConcurrentDictionary<Instrument, InstrumentTotals> _instruments = new();
    private readonly MeterListener _listener = new();

    public MeterTotals()
    {
        _listener.InstrumentPublished = (instrument, listener) =>
        {
            if (instrument.Meter.Name.StartsWith(Product, StringComparison.Ordinal))
                listener.EnableMeasurementEvents(instrument, _instruments.GetOrAdd(instrument, new InstrumentTotals(instrument)));
        };
        _listener.SetMeasurementEventCallback<int>((_, value, tags, totals) => ((InstrumentTotals)totals!).Add(value, tags));
        _listener.SetMeasurementEventCallback<long>((_, value, tags, totals) => ((InstrumentTotals)totals!).Add(value, tags));
        _listener.SetMeasurementEventCallback<double>((_, value, tags, totals) => ((InstrumentTotals)totals!).Add(value, tags));
        _listener.Start();
    }

    /// <summary>All totals so far: a line each, the instrument's name and its total.</summary>
    public string Text()
    {
        _listener.RecordObservableInstruments();
        return string.Concat(_instruments.Select(
            instrument => string.Create(CultureInfo.InvariantCulture, $"{instrument.Key.Name} {instrument.Value.Total}\n")));
    }

    public void Dispose() => _listener.Dispose();
}

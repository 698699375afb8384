using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using System.Globalization;

namespace Coordinator.Bench.Inside;

/// <summary>
/// Listens to the coordinator's meters within its process and adds up their measurements, one series for each set of tags. It
/// costs what an OpenTelemetry exporter does with every measurement.
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

    /// <summary>Formats all totals so far: one line with the name and the total of each instrument.</summary>
    public string Text()
    {
        _listener.RecordObservableInstruments();
        return string.Concat(_instruments.Select(
            instrument => string.Create(CultureInfo.InvariantCulture, $"{instrument.Key.Name} {instrument.Value.Total}\n")));
    }

    public void Dispose() => _listener.Dispose();
}

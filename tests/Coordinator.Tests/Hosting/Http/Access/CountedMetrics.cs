using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using Coordinator.Common;

namespace Coordinator.Tests.Hosting.Http.Access;

/// <summary>Sums what the coordinator counts while this object lives, by instrument and reason.</summary>
internal sealed class CountedMetrics : IDisposable
{
    private readonly MeterListener _listener = new();
    private readonly ConcurrentDictionary<(string Instrument, string? Reason), long> _sums = new();

    public CountedMetrics(string prefix)
    {
        _listener.InstrumentPublished = (instrument, listener) =>
        {
            if (instrument.Meter.Name == CoordinatorMeter.Name && instrument.Name.StartsWith(prefix, StringComparison.Ordinal))
                listener.EnableMeasurementEvents(instrument);
        };
        _listener.SetMeasurementEventCallback<long>((instrument, value, tags, _) => _sums.AddOrUpdate(
            (instrument.Name, tags.ToArray().FirstOrDefault(tag => tag.Key == "reason").Value as string), value, (_, sum) => sum + value));
        _listener.Start();
    }

    public long Of(string instrument, string? reason = null) => _sums.GetValueOrDefault((instrument, reason));

    public void Dispose() => _listener.Dispose();
}

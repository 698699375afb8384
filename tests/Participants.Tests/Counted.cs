using System.Diagnostics.Metrics;

namespace Coordinator.Participants.Tests;

/// <summary>Counts the increments of a counter since the creation of this object.</summary>
internal sealed class Counted : IDisposable
{
    private readonly MeterListener _listener = new();
    private long _sum;

    public Counted(Counter<long> counter)
    {
        _listener.SetMeasurementEventCallback<long>((_, value, _, _) => Interlocked.Add(ref _sum, value));
        _listener.EnableMeasurementEvents(counter);
    }

    public long Sum => Interlocked.Read(ref _sum);

    public void Dispose() => _listener.Dispose();
}

using System.Diagnostics.Metrics;

namespace Coordinator.Bench.Load;

/// <summary>Counts the messages of a consumer with an inbox. Safe for concurrent use.</summary>
internal sealed class HandlerFigures : IDisposable
{
    // Only the library knows which redeliveries it keeps from the handler.
    private const string Absorbed = "coordinator.participant.inbox.absorbed";

    private readonly MeterListener _listener = new();
    private long _handled;
    private long _absorbed;

    public HandlerFigures()
    {
        _listener.InstrumentPublished = (instrument, listener) =>
        {
            if (instrument.Name == Absorbed)
                listener.EnableMeasurementEvents(instrument);
        };
        _listener.SetMeasurementEventCallback<long>((_, count, _, _) => Interlocked.Add(ref _absorbed, count));
        _listener.Start();
    }

    public void Handled() => Interlocked.Increment(ref _handled);

    public Report ToReport(ReportKind kind) =>
        new(kind, Interlocked.Read(ref _handled)) { Absorbed = Interlocked.Read(ref _absorbed) };

    public void Dispose() => _listener.Dispose();
}

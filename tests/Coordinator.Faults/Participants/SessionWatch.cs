using System.Diagnostics.Metrics;
using Coordinator.Harness.Histories;

namespace Coordinator.Faults.Participants;

/// <summary>Records when the participant of this process gets and loses its session, by the metrics of the client.</summary>
internal sealed class SessionWatch : IDisposable
{
    private const string Meter = "Coordinator.Participants";
    private const string Opened = "coordinator.participant.sessions.opened";
    private const string Lost = "coordinator.participant.sessions.lost";

    private readonly MeterListener _listener = new();

    public SessionWatch(HistoryWriter history, string participant)
    {
        _listener.InstrumentPublished = (instrument, listener) =>
        {
            if (instrument.Meter.Name == Meter && instrument.Name is Opened or Lost)
                listener.EnableMeasurementEvents(instrument);
        };
        _listener.SetMeasurementEventCallback<long>((instrument, _, _, _) =>
            history.Write(instrument.Name == Opened ? new Connected(participant) : new Disconnected(participant)));
        _listener.Start();
    }

    public void Dispose() => _listener.Dispose();
}

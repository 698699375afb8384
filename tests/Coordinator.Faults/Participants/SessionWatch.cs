using System.Diagnostics.Metrics;
using Coordinator.Harness.Histories;

namespace Coordinator.Faults.Participants;

/// <summary>Records when the participant of this process gets and loses its session, and hands stored messages over, by the metrics of the client.</summary>
internal sealed class SessionWatch : IDisposable
{
    private const string Meter = "Coordinator.Participants";
    private const string Opened = "coordinator.participant.sessions.opened";
    private const string Lost = "coordinator.participant.sessions.lost";

    private const string HandOvers = "coordinator.participant.hand_overs";

    private readonly MeterListener _listener = new();

    public SessionWatch(HistoryWriter history, string participant)
    {
        _listener.InstrumentPublished = (instrument, listener) =>
        {
            if (instrument.Meter.Name == Meter && instrument.Name is Opened or Lost or HandOvers)
                listener.EnableMeasurementEvents(instrument);
        };
        _listener.SetMeasurementEventCallback<long>((instrument, _, tags, _) => history.Write(instrument.Name switch
        {
            Opened => new Connected(participant),
            Lost => new Disconnected(participant),
            _ => new HandedOver(participant, tags.Length > 0 && tags[0].Value is "taken"),
        }));
        _listener.Start();
    }

    public void Dispose() => _listener.Dispose();
}

using Akka.Actor;
using Coordinator.Contracts.Wire;
using Coordinator.Upgrade.Tests.Recordings;

namespace Coordinator.Upgrade.Tests.OldPeers;

/// <summary>
/// Plays the recorded coordinator, session listener and sessions in one. It sends the recorded messages byte for byte, but for the
/// signature that proves its knowledge of the secret.
/// </summary>
internal sealed class OldCoordinator : ReceiveActor
{
    private readonly Script _script;
    private readonly Action _refused;
    private readonly Meaning _meaning = new(Context.System);
    private readonly LiveExchange _exchange = new(Context.System);

    public OldCoordinator(Script script, Action refused)
    {
        _script = script;
        _refused = refused;
        Receive<Raw>(Hear);
    }

    private void Hear(Raw raw)
    {
        var says = _meaning.Of(WireSerializer.StableIdentifier, raw.Manifest, raw.Bytes);
        if (says["items"]?.AsArray().Any(item => item!.AsObject().ContainsKey("heartbeat")) is true)
            Sender.Tell(raw);
        _exchange.Note(raw.Manifest, raw.Bytes);
        _script.Hear(raw.Manifest, says);
        while (_script.Due() is { } frame)
        {
            if (IsHeartbeat(frame))
                continue;
            _exchange.Note(frame.Manifest, frame.Bytes);
            Sender.Tell(new Raw(frame.Manifest, _exchange.Renew(frame)));
            if (frame.Manifest == "sr")
                _refused();
        }
    }

    private static bool IsHeartbeat(RecordedFrame frame) =>
        frame.Says["items"]?.AsArray().All(item => item!.AsObject().ContainsKey("heartbeat")) is true;
}

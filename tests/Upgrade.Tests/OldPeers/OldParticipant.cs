using Akka.Actor;
using Coordinator.Contracts.Sessions;
using Coordinator.Contracts.Wire;
using Coordinator.Upgrade.Tests.Recordings;

namespace Coordinator.Upgrade.Tests.OldPeers;

/// <summary>Plays the recorded participants, and sends the recorded messages byte for byte, but for the proof of the secret.</summary>
internal sealed class OldParticipant : ReceiveActor
{
    private readonly Script _script;
    private readonly IActorRef _listener;
    private readonly Meaning _meaning = new(Context.System);
    private readonly LiveExchange _exchange = new(Context.System);
    private IActorRef _session = ActorRefs.Nobody;

    public OldParticipant(Script script, string contactPoint)
    {
        _script = script;
        _listener = ((ExtendedActorSystem)Context.System).Provider.ResolveActorRef(SessionListenerAddress.PathAt(contactPoint));
        Receive<Raw>(Hear);
    }

    protected override void PreStart() => Speak();

    private void Hear(Raw raw)
    {
        if (raw.Manifest == "sk")
            _session = Sender;
        _exchange.Note(raw.Manifest, raw.Bytes);
        _script.Hear(raw.Manifest, _meaning.Of(WireSerializer.StableIdentifier, raw.Manifest, raw.Bytes));
        Speak();
    }

    private void Speak()
    {
        while (_script.Due() is { } frame)
        {
            _exchange.Note(frame.Manifest, frame.Bytes);
            var raw = new Raw(frame.Manifest, _exchange.Renew(frame));
            if (frame.Manifest is "so" or "sp")
                _listener.Tell(raw);
            else
                _session.Tell(raw);
        }
    }
}

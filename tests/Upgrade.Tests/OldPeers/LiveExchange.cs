using Akka.Actor;
using Coordinator.Contracts.Authentication;
using Coordinator.Contracts.Sessions;
using Coordinator.Contracts.Wire;
using Coordinator.Upgrade.Tests.Recordings;
using Coordinator.Upgrade.Tests.Stories;

namespace Coordinator.Upgrade.Tests.OldPeers;

/// <summary>
/// Proof and signature of a handshake that is replayed. They depend on the nonces of both sides, so the recorded ones fit no other
/// conversation.
/// </summary>
internal sealed class LiveExchange(ActorSystem system)
{
    private readonly WireSerializer _wire = new((ExtendedActorSystem)system);
    private OpenSession? _open;
    private SessionChallenge? _challenge;

    /// <summary>Remembers the values of the handshake in a message that was sent or received.</summary>
    public void Note(string manifest, byte[] bytes)
    {
        if (manifest is not ("so" or "sc"))
            return;
        var message = _wire.FromBinary(bytes, manifest);
        (_open, _challenge) = message is OpenSession open ? (open, null) : (_open, (SessionChallenge)message);
    }

    /// <summary>Returns the bytes of a recorded message, with the proof or the signature of this handshake.</summary>
    public byte[] Renew(RecordedFrame frame) => _wire.FromBinary(frame.Bytes, frame.Manifest) switch
    {
        ProveSession prove => _wire.ToBinary(prove with { Proof = Exchange.Prove(Keys) }),
        SessionOpened { Signature.IsEmpty: false } opened => _wire.ToBinary(opened with { Signature = Exchange.Sign(Keys.ServerKey) }),
        _ => frame.Bytes,
    };

    private ScramExchange Exchange => new(
        _open!.Claim!.Name, _open.Claim.Nonce, _challenge!.Nonce, _challenge.Salt, _challenge.Iterations, ReadOnlyMemory<byte>.Empty);

    private ScramKeys Keys => ScramKeys.Of(TalkStory.SecretOf(_open!.Instance.Value), _challenge!.Salt.Span, _challenge.Iterations);
}

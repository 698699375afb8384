using Coordinator.Contracts.Authentication;
using Coordinator.Contracts.Sessions;

namespace Coordinator.Participants.Link;

/// <summary>
/// Proof that this participant knows its secret, and that the coordinator knows the secret's hash. The secret itself never leaves the
/// process.
/// </summary>
/// <param name="source">Returns the name and the secret for an attempt; <c>null</c>: nothing is proven.</param>
/// <param name="channelBinding">
/// Returns the hash of the TLS certificate that the node at a contact point shows. Empty without TLS.
/// </param>
internal sealed class SessionProof(Func<Credentials?> source, Func<string, ReadOnlyMemory<byte>> channelBinding)
{
    // Nodes with hashed secrets send the same salt each time, and the derivation of keys takes long by design.
    private (string Secret, byte[] Salt, int Iterations, ScramKeys Keys)? _derived;
    private Credentials? _credentials;
    private ScramExchange _exchange;
    private ScramKeys? _keys;

    /// <summary>Name to be proven in this attempt.</summary>
    public SessionClaim? Claim { get; private set; }

    /// <summary>Answer to the challenge of this attempt; <c>null</c> before it came.</summary>
    public byte[]? Answer { get; private set; }

    /// <summary>Begins an attempt, which has a nonce of its own.</summary>
    public void Begin()
    {
        _credentials = source();
        Claim = _credentials is null ? null : new SessionClaim(_credentials.Name, ScramNonce.Create());
        (_keys, Answer) = (null, null);
    }

    /// <summary>Makes the answer to a challenge. Returns the reason when there is none; otherwise <c>null</c>.</summary>
    public string? Take(SessionChallenge challenge, string contact)
    {
        if (Claim is null)
            return "demands the proof of a name that this participant has not claimed";
        if (!ScramNonce.IsValid(challenge.Nonce) || ScramLimits.Problem(challenge.Salt, challenge.Iterations) is not null)
            return "demands a proof with values that are not allowed";
        _keys = KeysOf(challenge);
        _exchange = new ScramExchange(
            Claim.Name, Claim.Nonce, challenge.Nonce, challenge.Salt, challenge.Iterations, channelBinding(contact));
        Answer = _exchange.Prove(_keys);
        return null;
    }

    /// <summary>Returns true when the sender of the answer knows the secret's hash, or when there is no secret.</summary>
    public bool IsSigned(SessionOpened opened) =>
        Claim is null || (_keys is not null && _exchange.IsSigned(opened.Signature.Span, _keys.ServerKey));

    private ScramKeys KeysOf(SessionChallenge challenge)
    {
        var secret = _credentials!.Secret;
        var salt = challenge.Salt.Span;
        if (_derived is not { } known
            || known.Secret != secret
            || known.Iterations != challenge.Iterations
            || !salt.SequenceEqual(known.Salt))
        {
            _derived = known = (secret, salt.ToArray(), challenge.Iterations, ScramKeys.Of(secret, salt, challenge.Iterations));
        }

        return known.Keys;
    }
}

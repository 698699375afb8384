using System.Collections.Concurrent;
using Coordinator.Contracts.Authentication;
using Coordinator.Contracts.Sessions;

namespace Coordinator.Harness.Attacks.Peers;

/// <summary>Proof of a raw peer that it knows a secret.</summary>
/// <param name="claim">Name to be proven, and the nonce of the peer.</param>
/// <param name="secret">The secret.</param>
internal sealed class SessionProof(SessionClaim claim, string secret)
{
    private const int MaxDerived = 100;

    // Each derivation costs some milliseconds, and peers of one participant get the same salt from one node.
    private static readonly ConcurrentDictionary<string, ScramKeys> Derived = new();

    public SessionProof(Credentials credentials) : this(new SessionClaim(credentials.Name, ScramNonce.Create()), credentials.Secret)
    {
    }

    public SessionClaim Claim => claim;

    /// <summary>Returns the answer to a challenge.</summary>
    /// <param name="challenge">Challenge of the node.</param>
    /// <param name="channelBinding">Hash of the node's certificate.</param>
    public byte[] Answer(SessionChallenge challenge, ReadOnlyMemory<byte> channelBinding) =>
        new ScramExchange(claim.Name, claim.Nonce, challenge.Nonce, challenge.Salt, challenge.Iterations, channelBinding).Prove(KeysOf(challenge));

    private ScramKeys KeysOf(SessionChallenge challenge)
    {
        var key = $"{secret} {challenge.Iterations} {Convert.ToBase64String(challenge.Salt.Span)}";
        if (Derived.TryGetValue(key, out var known))
            return known;
        var keys = ScramKeys.Of(secret, challenge.Salt.Span, challenge.Iterations);
        if (Derived.Count < MaxDerived)
            Derived[key] = keys;
        return keys;
    }
}

using System.Collections.Concurrent;
using Coordinator.Contracts.Authentication;
using Coordinator.Contracts.Sessions;

namespace Coordinator.Harness.Attacks.Peers;

/// <summary>Proof of a raw peer that it knows the secret of a participant.</summary>
internal sealed class SessionProof(Credentials credentials)
{
    // Each derivation costs some milliseconds, and peers of one participant get the same salt from one node.
    private static readonly ConcurrentDictionary<string, ScramKeys> Derived = new();

    /// <summary>Name to be proven, with a new nonce.</summary>
    public SessionClaim Claim { get; } = new(credentials.Name, ScramNonce.Create());

    /// <summary>Returns the answer to a challenge.</summary>
    /// <param name="challenge">Challenge of the node.</param>
    /// <param name="channelBinding">Hash of the node's certificate.</param>
    public byte[] Answer(SessionChallenge challenge, ReadOnlyMemory<byte> channelBinding)
    {
        var key = $"{credentials.Secret} {challenge.Iterations} {Convert.ToBase64String(challenge.Salt.Span)}";
        var keys = Derived.GetOrAdd(key, _ => ScramKeys.Of(credentials.Secret, challenge.Salt.Span, challenge.Iterations));
        return new ScramExchange(Claim.Name, Claim.Nonce, challenge.Nonce, challenge.Salt, challenge.Iterations, channelBinding).Prove(keys);
    }
}

using Coordinator.Contracts.Authentication;
using Coordinator.Contracts.Sessions;

namespace Coordinator.Sessions.Access;

/// <summary>
/// Challenge that was sent to a participant, and everything that its proof must fit. It stays after the proof, which the participant may
/// repeat.
/// </summary>
/// <param name="Open">Request that was answered with the challenge.</param>
/// <param name="Claim">Claim of the request.</param>
/// <param name="Connection">Connection from which the request came.</param>
/// <param name="Verifier">Verifier of the claimed name.</param>
/// <param name="ServerNonce">The coordinator's part of the nonce.</param>
/// <param name="Admitted">Answer to the proof, when it was right.</param>
internal sealed record PendingProof(
    OpenSession Open,
    SessionClaim Claim,
    PeerConnection Connection,
    ScramVerifier Verifier,
    string ServerNonce,
    Admission.Admitted? Admitted = null)
{
    private ScramExchange Exchange =>
        new(Claim.Name, Claim.Nonce, ServerNonce, Verifier.Salt, Verifier.Iterations, Connection.ChannelBinding);

    public SessionChallenge Challenge => new(Open.Attempt, Verifier.Salt, Verifier.Iterations, ServerNonce);

    /// <summary>Returns true for a repetition of the request, which remoting may have dropped.</summary>
    public bool Repeats(OpenSession open) => open.Attempt == Open.Attempt && open.Claim == Claim;

    public bool IsProvenBy(ProveSession prove) => Exchange.IsProven(prove.Proof.Span, Verifier.StoredKey);

    public byte[] Sign() => Exchange.Sign(Verifier.ServerKey);
}

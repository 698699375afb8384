using Akka.Actor;
using Coordinator.Common;
using Coordinator.Contracts.Authentication;
using Coordinator.Contracts.Sessions;

namespace Coordinator.Sessions.Access;

/// <summary>Admits participants: challenges those that claim a name, verifies their proofs, and delays those that guess.</summary>
/// <param name="policy">Participants that may connect.</param>
/// <param name="maxPending">Participants whose challenges are kept. One more, and the oldest must begin anew.</param>
/// <param name="time">Clock of the back-off.</param>
internal sealed class SessionAdmission(AccessPolicy policy, int maxPending, TimeProvider time)
{
    private readonly ProofBackoff _backoff = new(time);
    private BoundedMap<IActorRef, PendingProof> _pending = new(maxPending);

    /// <summary>Participants that may connect. After a change, challenges of before are worth nothing.</summary>
    public AccessPolicy Policy
    {
        get => policy;
        set => (policy, _pending) = (value, new BoundedMap<IActorRef, PendingProof>(maxPending));
    }

    /// <summary>Answers a request for a session.</summary>
    public Admission Open(IActorRef participant, OpenSession open, PeerConnection connection)
    {
        if (open.Claim is { } claim)
            return Challenge(participant, open, claim, connection);
        return policy.Admit(connection, open.ProducerGroups, out var refusal) is { } access
            ? new Admission.Admitted(open, access, ReadOnlyMemory<byte>.Empty)
            : Refuse(open, SessionRefusal.Credentials, refusal);
    }

    /// <summary>Answers a proof. It fits one challenge, and a wrong one ends the attempt.</summary>
    public Admission Prove(IActorRef participant, ProveSession prove)
    {
        if (!_pending.TryGetValue(participant, out var pending) || pending.Open.Attempt != prove.Attempt)
        {
            return new Admission.Refused(
                new SessionRefused(
                    SessionRefusal.NotReady, "this node does not know the challenge any more; open the session again.", prove.Attempt),
                Open: null);
        }

        // A repeated proof is not verified again: it opens nothing.
        if (pending.Admitted is { } before)
            return before with { IsRepeated = true };
        return Delayed(pending.Open, pending.Claim, pending.Connection) ?? Verify(participant, pending, prove);
    }

    /// <summary>Forgets the challenge of a participant that has left: what a stranger asked for may have tens of kilobytes.</summary>
    public void Forget(IActorRef participant) => _pending.Remove(participant);

    private Admission Challenge(IActorRef participant, OpenSession open, SessionClaim claim, PeerConnection connection)
    {
        if (_pending.TryGetValue(participant, out var pending) && pending.Repeats(open))
            return new Admission.Challenged(pending.Challenge);
        if (SessionClaim.NameProblem(claim.Name) is { } problem)
            return Refuse(open, SessionRefusal.Invalid, $"the name of the credentials {problem}");
        if (!ScramNonce.IsValid(claim.Nonce))
            return Refuse(open, SessionRefusal.Invalid, "the nonce must be 16 to 128 printable ASCII characters without a comma.");
        if (policy.AdmitsAnybody)
        {
            return Refuse(
                open,
                SessionRefusal.Credentials,
                "this coordinator has no participants (sessions.participants), so it cannot prove that it knows the participant's secret. "
                    + "Add the participant there, or remove the credentials.");
        }

        if (Delayed(open, claim, connection) is { } delayed)
            return delayed;
        var next = new PendingProof(open, claim, connection, policy.VerifierOf(claim.Name), ScramNonce.Create());
        _pending.Set(participant, next);
        return new Admission.Challenged(next.Challenge);
    }

    private Admission Verify(IActorRef participant, PendingProof pending, ProveSession prove)
    {
        var (name, address) = (pending.Claim.Name, pending.Connection.Address);
        if (!pending.IsProvenBy(prove))
        {
            _pending.Remove(participant);
            _backoff.CountWrong(address, name);
            AccessMetrics.ProofsWrong.Add(1);
            return Refuse(pending.Open, SessionRefusal.Credentials, "the credentials are wrong.");
        }

        _backoff.Forget(address, name);
        if (policy.Admit(name, pending.Connection, pending.Open.ProducerGroups, out var refusal) is not { } access)
            return Refuse(pending.Open, SessionRefusal.Credentials, refusal);
        var admitted = new Admission.Admitted(pending.Open, access, pending.Sign());
        _pending.Set(participant, pending with { Admitted = admitted });
        return admitted;
    }

    private Admission.Refused? Delayed(OpenSession open, SessionClaim claim, PeerConnection connection)
    {
        var seconds = TimeSpan.FromSeconds(Math.Ceiling(_backoff.WaitOf(connection.Address, claim.Name).TotalSeconds));
        if (seconds == TimeSpan.Zero)
            return null;
        AccessMetrics.ProofsDelayed.Add(1);
        return Refuse(
            open,
            SessionRefusal.Credentials,
            $"the credentials were wrong several times in a row; the next proof is taken in {Duration.Write(seconds)}.");
    }

    private static Admission.Refused Refuse(OpenSession open, SessionRefusal refusal, string detail) =>
        new(new SessionRefused(refusal, detail, open.Attempt), open);
}

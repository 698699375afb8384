using Coordinator.Contracts;
using Coordinator.Contracts.Authentication;
using Coordinator.Contracts.Sessions;

namespace Coordinator.Sessions.Access;

/// <summary>Participants that may connect, and their proofs. When no participants are configured, anyone may do everything.</summary>
internal sealed class AccessPolicy(IReadOnlyList<ParticipantAccess> participants)
{
    private static readonly ParticipantAccess Anybody = new()
    {
        Name = "anybody",
        ProducerGroups = [ParticipantAccess.AllGroups],
        Publish = ["*"],
        ConsumerGroups = [ParticipantAccess.AllGroups],
        Subscribe = ["*"],
    };

    private readonly Verifiers _verifiers = new(participants);

    /// <summary>True when no participants are configured.</summary>
    public bool AdmitsAnybody => participants.Count == 0;

    /// <summary>Returns what is needed to verify a proof of the name, whether it exists or not.</summary>
    public ScramVerifier VerifierOf(string name) => _verifiers.Of(name);

    /// <summary>
    /// Returns the participant that claimed no name. <c>null</c> and the reason when a secret is needed, or a group is not covered.
    /// </summary>
    public ParticipantAccess? Admit(PeerConnection connection, IEnumerable<ProducerGroup> groups, out string refusal)
    {
        refusal = string.Empty;
        if (AdmitsAnybody)
            return Anybody;

        var byCertificate = participants.FirstOrDefault(
            participant => !participant.HasSecret && participant.Accepts(connection.CertificateNames));
        return byCertificate is null
            ? Refuse("this coordinator requires credentials or a certificate of a participant, but none were given.", out refusal)
            : Covered(byCertificate, groups, out refusal);
    }

    /// <summary>
    /// Returns the participant that has proven its name. <c>null</c> and the reason when its certificate is another one, or a group is
    /// not covered.
    /// </summary>
    public ParticipantAccess? Admit(string name, PeerConnection connection, IEnumerable<ProducerGroup> groups, out string refusal)
    {
        var participant = participants.First(participant => participant.Name == name);
        return participant.Accepts(connection.CertificateNames)
            ? Covered(participant, groups, out refusal)
            : Refuse($"participant {name} must show a certificate of the name {participant.Certificate}.", out refusal);
    }

    /// <summary>
    /// Returns the access of an open session under this policy. <c>null</c> when the session must end, because its credentials do not
    /// hold any more or a right is gone.
    /// </summary>
    public ParticipantAccess? Renew(ParticipantAccess earlier) => AdmitsAnybody
        ? (ReferenceEquals(earlier, Anybody) ? Anybody : null)
        : participants.FirstOrDefault(next => next.Name == earlier.Name && next.HasSameCredentials(earlier) && next.Covers(earlier));

    /// <summary>
    /// Returns whose limits a session counts against: those of its participant, or of its address when no participants are configured.
    /// </summary>
    public string PrincipalOf(ParticipantAccess access, PeerConnection connection) =>
        AdmitsAnybody ? $"address {connection.Address}" : $"participant {access.Name}";

    /// <summary>Returns the name of an instance inside the coordinator. Names are per participant, when participants are configured.</summary>
    public InstanceId InnerInstanceOf(ParticipantAccess access, InstanceId instance) =>
        AdmitsAnybody ? instance : instance.OfParticipant(access.Name);

    private static ParticipantAccess? Covered(ParticipantAccess participant, IEnumerable<ProducerGroup> groups, out string refusal)
    {
        refusal = string.Empty;
        foreach (var group in groups.Where(group => !participant.MayProduce(group)))
            return Refuse($"participant {participant.Name} may not produce for group {group}.", out refusal);
        return participant;
    }

    private static ParticipantAccess? Refuse(string why, out string refusal)
    {
        refusal = why;
        return null;
    }
}

using System.Security.Cryptography;
using System.Text;
using Coordinator.Contracts;
using Coordinator.Contracts.Sessions;

namespace Coordinator.Sessions;

/// <summary>Who a participant is, by its credentials. Where nobody is configured, everybody may do everything.</summary>
internal sealed class AccessPolicy(IReadOnlyList<ParticipantAccess> participants)
{
    private static readonly ParticipantAccess Anybody = new()
    {
        Name = "anybody",
        ProducerGroups = [ParticipantAccess.AllGroups],
        ConsumerGroups = [ParticipantAccess.AllGroups],
    };

    // Hashes have one length, so that a comparison says nothing about the secret's.
    private readonly (ParticipantAccess Participant, byte[] SecretHash)[] _participants =
        [.. participants.Select(participant => (participant, Hash(participant.Secret)))];

    /// <summary><c>null</c>, and why, when the credentials prove nobody or do not cover a group.</summary>
    public ParticipantAccess? Admit(Credentials? credentials, IEnumerable<ProducerGroup> groups, out string refusal)
    {
        refusal = string.Empty;
        if (_participants.Length == 0)
            return Anybody;
        if (credentials is null)
            return Refuse("This coordinator asks for credentials, and none were given.", out refusal);
        if (Prove(credentials) is not { } participant)
            return Refuse("The credentials are wrong.", out refusal);
        foreach (var group in groups.Where(group => !participant.MayProduce(group)))
            return Refuse($"{participant.Name} may not produce for group {group}.", out refusal);
        return participant;
    }

    // All are compared, each in constant time: how long it takes says nothing about who exists.
    private ParticipantAccess? Prove(Credentials credentials)
    {
        var given = Hash(credentials.Secret);
        ParticipantAccess? proven = null;
        foreach (var (participant, secretHash) in _participants)
        {
            var matches = CryptographicOperations.FixedTimeEquals(secretHash, given);
            if (matches & string.Equals(participant.Name, credentials.Name, StringComparison.Ordinal))
                proven = participant;
        }

        return proven;
    }

    private static ParticipantAccess? Refuse(string why, out string refusal)
    {
        refusal = why;
        return null;
    }

    private static byte[] Hash(string secret) => SHA256.HashData(Encoding.UTF8.GetBytes(secret));
}

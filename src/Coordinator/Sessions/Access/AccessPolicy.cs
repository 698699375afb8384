using System.Security.Cryptography;
using System.Text;
using Coordinator.Contracts;
using Coordinator.Contracts.Sessions;

namespace Coordinator.Sessions;

/// <summary>Authenticates participants by their credentials. When no participants are configured, anyone may do everything.</summary>
internal sealed class AccessPolicy(IReadOnlyList<ParticipantAccess> participants)
{
    private static readonly ParticipantAccess Anybody = new()
    {
        Name = "anybody",
        ProducerGroups = [ParticipantAccess.AllGroups],
        ConsumerGroups = [ParticipantAccess.AllGroups],
    };

    // Hashes have one length, so the time of a comparison does not reveal the length of the secret.
    private readonly (ParticipantAccess Participant, byte[] SecretHash)[] _participants =
        [.. participants.Select(participant => (participant, Hash(participant.Secret)))];

    /// <summary>Returns the participant; <c>null</c> and the reason when the credentials are wrong or do not cover a group.</summary>
    public ParticipantAccess? Admit(Credentials? credentials, IEnumerable<ProducerGroup> groups, out string refusal)
    {
        refusal = string.Empty;
        if (_participants.Length == 0)
            return Anybody;
        if (credentials is null)
            return Refuse("This coordinator requires credentials, but none were given.", out refusal);
        if (Authenticate(credentials) is not { } participant)
            return Refuse("The credentials are wrong.", out refusal);
        foreach (var group in groups.Where(group => !participant.MayProduce(group)))
            return Refuse($"Participant {participant.Name} may not produce for group {group}.", out refusal);
        return participant;
    }

    // Compares with all participants, each in constant time, so the duration does not reveal which names exist.
    private ParticipantAccess? Authenticate(Credentials credentials)
    {
        var given = Hash(credentials.Secret);
        ParticipantAccess? authenticated = null;
        foreach (var (participant, secretHash) in _participants)
        {
            var matches = CryptographicOperations.FixedTimeEquals(secretHash, given);
            if (matches & string.Equals(participant.Name, credentials.Name, StringComparison.Ordinal))
                authenticated = participant;
        }

        return authenticated;
    }

    private static ParticipantAccess? Refuse(string why, out string refusal)
    {
        refusal = why;
        return null;
    }

    private static byte[] Hash(string secret) => SHA256.HashData(Encoding.UTF8.GetBytes(secret));
}

using System.Security.Cryptography;
using System.Text;
using Coordinator.Contracts.Authentication;

namespace Coordinator.Sessions.Access;

/// <summary>
/// Verifiers of the participants' secrets. An unknown name gets a verifier that nobody's secret has, with a salt and iterations like the
/// others, so that a challenge does not tell which names exist.
/// </summary>
internal sealed class Verifiers
{
    private readonly byte[] _key;
    private readonly Dictionary<string, ScramVerifier> _known = new(StringComparer.Ordinal);
    private readonly ScramVerifier[] _patterns;

    public Verifiers(IEnumerable<ParticipantAccess> participants)
    {
        var withSecret = participants.Where(participant => participant.HasSecret).ToList();
        foreach (var hashed in withSecret.Where(participant => participant.SecretHash.Length > 0))
            _known[hashed.Name] = ScramVerifier.TryParse(hashed.SecretHash, out var verifier) ? verifier : throw new ArgumentException($"The hash of {hashed.Name} is none.");
        _key = KeyOf(_known.Values);
        foreach (var clear in withSecret.Where(participant => participant.SecretHash.Length == 0))
            _known[clear.Name] = ScramVerifier.Of(clear.Secret, Derived(clear.Name, ScramVerifier.SaltLength), ScramLimits.MinIterations);
        _patterns = [.. _known.Values];
    }

    /// <summary>Returns the verifier of a participant's secret, or one that no proof satisfies.</summary>
    public ScramVerifier Of(string name)
    {
        // Made for known names too, so that the time does not tell.
        var decoy = DecoyOf(name);
        return _known.GetValueOrDefault(name, decoy);
    }

    private ScramVerifier DecoyOf(string name)
    {
        if (_patterns.Length == 0)
            return DecoyOf(name, ScramVerifier.SaltLength, ScramLimits.MinIterations);
        var pattern = _patterns[Derived(name + "\npattern", 1)[0] % _patterns.Length];
        return DecoyOf(name, pattern.Salt.Length, pattern.Iterations);
    }

    private ScramVerifier DecoyOf(string name, int saltLength, int iterations) => new(
        Derived(name, saltLength),
        iterations,
        RandomNumberGenerator.GetBytes(SHA256.HashSizeInBytes),
        RandomNumberGenerator.GetBytes(SHA256.HashSizeInBytes));

    private byte[] Derived(string name, int length) =>
        HKDF.Expand(HashAlgorithmName.SHA256, _key, length, Encoding.UTF8.GetBytes(name));

    /// <summary>
    /// Returns a key that only this coordinator knows. With hashed secrets it is the same on each node and after each restart, as the
    /// salts of known names are.
    /// </summary>
    private static byte[] KeyOf(IEnumerable<ScramVerifier> hashed)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var any = false;
        foreach (var verifier in hashed)
        {
            hash.AppendData(verifier.StoredKey);
            any = true;
        }

        return any ? hash.GetHashAndReset() : RandomNumberGenerator.GetBytes(SHA256.HashSizeInBytes);
    }
}

using Coordinator.Contracts;
using Coordinator.Contracts.Authentication;
using Coordinator.Contracts.Sessions;

namespace Coordinator.Sessions.Access;

/// <summary>
/// Access of a participant: its name, its secret or certificate, the groups that it may act for, and its topics. <c>*</c> means all groups
/// or all topics.
/// </summary>
internal sealed class ParticipantAccess
{
    public const string AllGroups = "*";
    public const int LeastSecretLength = 16;

    public string Name { get; set; } = string.Empty;

    /// <summary>Secret in clear. Empty when <see cref="SecretHash" /> or <see cref="Certificate" /> is set instead.</summary>
    public string Secret { get; set; } = string.Empty;

    /// <summary>Hashed form of the secret, as the command <c>secret hash</c> prints it.</summary>
    public string SecretHash { get; set; } = string.Empty;

    /// <summary>Name that the participant's TLS certificate must have, as common name or alternative name. Enough without a secret.</summary>
    public string Certificate { get; set; } = string.Empty;

    public IReadOnlyList<string> ProducerGroups { get; set; } = [];

    /// <summary>Topics for which it may prepare messages, as <see cref="TopicPattern" />s.</summary>
    public IReadOnlyList<string> Publish { get; set; } = [];

    public IReadOnlyList<string> ConsumerGroups { get; set; } = [];

    /// <summary>Topics that it may subscribe to, as <see cref="TopicPattern" />s.</summary>
    public IReadOnlyList<string> Subscribe { get; set; } = [];

    public bool HasSecret => Secret.Length > 0 || SecretHash.Length > 0;

    public bool MayProduce(ProducerGroup group) => Covers(ProducerGroups, group.Value);

    public bool MayConsume(ConsumerGroup group) => Covers(ConsumerGroups, group.Value);

    public bool MayPublish(Topic topic) => TopicPattern.Covers(Publish, topic);

    public bool MaySubscribe(Topic topic) => TopicPattern.Covers(Subscribe, topic);

    /// <summary>Returns true when whoever has proven the one has proven the other.</summary>
    public bool HasSameCredentials(ParticipantAccess other) =>
        (Secret, SecretHash, Certificate) == (other.Secret, other.SecretHash, other.Certificate);

    /// <summary>Returns true when it has every right of the other one.</summary>
    public bool Covers(ParticipantAccess other) =>
        other.ProducerGroups.All(group => Covers(ProducerGroups, group))
        && other.ConsumerGroups.All(group => Covers(ConsumerGroups, group))
        && other.Publish.All(Publish.Contains)
        && other.Subscribe.All(Subscribe.Contains);

    /// <summary>Returns true when a certificate with these names is the participant's, or when it needs none.</summary>
    public bool Accepts(IReadOnlyCollection<string> certificateNames) =>
        Certificate.Length == 0 || certificateNames.Contains(Certificate, StringComparer.OrdinalIgnoreCase);

    public IEnumerable<string> Problems()
    {
        if (SessionClaim.NameProblem(Name) is { } problem)
            yield return $"name {problem}";
        foreach (var wrong in SecretProblems())
            yield return wrong;
        if (ProducerGroups.Count == 0 && ConsumerGroups.Count == 0)
            yield return $"producerGroups or consumerGroups must name a group, or {AllGroups} for all, but both are empty.";
        foreach (var wrong in TopicProblems("publish", Publish, "producerGroups", ProducerGroups)
            .Concat(TopicProblems("subscribe", Subscribe, "consumerGroups", ConsumerGroups)))
        {
            yield return wrong;
        }
    }

    private static IEnumerable<string> TopicProblems(
        string key, IReadOnlyList<string> topics, string groupsKey, IReadOnlyList<string> groups)
    {
        if (topics.Count == 0 && groups.Count > 0)
            yield return $"{key} must name {TopicPattern.Allowed}, because {groupsKey} is not empty, but is empty.";
        foreach (var (number, topic) in topics.Index())
        {
            if (TopicPattern.Problem(topic) is { } problem)
                yield return $"{key}:{number} {problem}";
        }
    }

    private IEnumerable<string> SecretProblems()
    {
        if (Secret.Length > 0 && SecretHash.Length > 0)
            yield return "secret and secretHash must not be set both.";
        else if (!HasSecret && Certificate.Length == 0)
            yield return "secret, secretHash or certificate must be set, but all are empty.";
        if (Secret.Length > 0 && SecretProblem(Secret) is { } problem)
            yield return $"secret {problem}";
        if (SecretHash.Length > 0 && !ScramVerifier.TryParse(SecretHash, out _))
            yield return "secretHash must have the form that the command \"secret hash\" prints: SCRAM-SHA-256$iterations:salt$key:key.";
    }

    /// <summary>Describes what is wrong with a secret, as the end of a sentence. <c>null</c>: nothing.</summary>
    public static string? SecretProblem(string secret) => secret.Length < LeastSecretLength
        ? $"must have at least {LeastSecretLength} characters, but has {secret.Length}."
        : null;

    private static bool Covers(IReadOnlyList<string> groups, string group) =>
        groups.Any(allowed => allowed == AllGroups || string.Equals(allowed, group, StringComparison.Ordinal));
}

using Coordinator.Contracts;

namespace Coordinator.Sessions;

/// <summary>Access of a participant: its name, its secret, and the groups that it may act for. <c>*</c> means all groups.</summary>
internal sealed class ParticipantAccess
{
    public const string AllGroups = "*";
    public const int LeastSecretLength = 16;

    public string Name { get; set; } = string.Empty;

    public string Secret { get; set; } = string.Empty;

    public IReadOnlyList<string> ProducerGroups { get; set; } = [];

    public IReadOnlyList<string> ConsumerGroups { get; set; } = [];

    public bool MayProduce(ProducerGroup group) => Covers(ProducerGroups, group.Value);

    public bool MayConsume(ConsumerGroup group) => Covers(ConsumerGroups, group.Value);

    public IEnumerable<string> Problems()
    {
        if (string.IsNullOrWhiteSpace(Name))
            yield return "name must not be empty.";
        if (Secret.Length < LeastSecretLength)
            yield return $"secret must have at least {LeastSecretLength} characters, but has {Secret.Length}.";
        if (ProducerGroups.Count == 0 && ConsumerGroups.Count == 0)
            yield return $"producerGroups or consumerGroups must name a group, or {AllGroups} for all, but both are empty.";
    }

    private static bool Covers(IReadOnlyList<string> groups, string group) =>
        groups.Any(allowed => allowed == AllGroups || string.Equals(allowed, group, StringComparison.Ordinal));
}

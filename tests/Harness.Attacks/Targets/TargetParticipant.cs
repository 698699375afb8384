using System.Globalization;
using Coordinator.Contracts.Sessions;

namespace Coordinator.Harness.Attacks.Targets;

/// <summary>Participant in the settings of a target: its name, its secret and its rights.</summary>
/// <param name="Name">Name of the participant.</param>
/// <param name="Group">Its producer group and consumer group.</param>
/// <param name="Topics">Pattern of the topics that it may publish to and subscribe to.</param>
internal sealed record TargetParticipant(string Name, string Group, string Topics)
{
    private const string Secret = "at least sixteen characters";

    /// <summary>Name and secret, as the participant has them.</summary>
    public Credentials Credentials => new(Name, Secret);

    /// <summary>Further consumer groups for which it may consume.</summary>
    public IReadOnlyList<string> MoreConsumerGroups { get; init; } = [];

    /// <summary>Keys and values of its entry in the settings.</summary>
    public IEnumerable<(string Key, string Value)> Settings()
    {
        yield return ("NAME", Name);
        yield return ("SECRET", Secret);
        yield return ("PRODUCERGROUPS__0", Group);
        yield return ("PUBLISH__0", Topics);
        yield return ("SUBSCRIBE__0", Topics);
        foreach (var (number, group) in MoreConsumerGroups.Prepend(Group).Index())
            yield return (string.Create(CultureInfo.InvariantCulture, $"CONSUMERGROUPS__{number}"), group);
    }
}

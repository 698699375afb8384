using System.Globalization;

namespace Coordinator.Harness.Attacks.Targets;

/// <summary>Settings of the nodes of a target beyond its setup.</summary>
internal sealed record TargetSettings
{
    public static readonly TargetSettings Default = new();

    /// <summary>Further command line options of every node.</summary>
    public IReadOnlyList<string> Options { get; init; } = [];

    /// <summary>Participants that may connect, beside the innocent one. Empty: anybody may.</summary>
    public IReadOnlyList<TargetParticipant> Participants { get; init; } = [];

    /// <summary>Topics that exist whatever the limits are, with one queue each.</summary>
    public IReadOnlyList<string> Topics { get; init; } = [];

    /// <summary>Most bytes of the managed heap of a node, which ends when it needs more. <c>null</c>: no limit.</summary>
    public long? HeapLimit { get; init; }

    /// <summary>Environment variables of every node, for settings that have no command line option.</summary>
    public IEnumerable<(string Key, string Value)> Environment()
    {
        if (HeapLimit is { } bytes)
            yield return ("DOTNET_GCHeapHardLimit", string.Create(CultureInfo.InvariantCulture, $"{bytes:X}"));
        foreach (var topic in Topics)
            yield return ($"COORDINATOR__TOPICS__QUEUES__{topic}", "1");
        if (Participants.Count == 0)
            yield break;
        foreach (var (number, participant) in Participants.Append(Innocent.Entry).Index())
        {
            foreach (var (key, value) in participant.Settings())
                yield return (string.Create(CultureInfo.InvariantCulture, $"COORDINATOR__SESSIONS__PARTICIPANTS__{number}__{key}"), value);
        }
    }
}

using Coordinator.Contracts.Messages;

namespace Coordinator.Delivery.Filters;

/// <summary>
/// Filter of a group in a queue: the union of the tags that its members have asked for. An entry of the log that no set wants is
/// skipped.
/// </summary>
/// <param name="sets">Sets of tags, each only once.</param>
internal sealed class GroupFilter(IReadOnlyList<FilterSet> sets)
{
    /// <summary>Filter of a group whose members are not known, as in progress of release 0.1.</summary>
    public static readonly GroupFilter Unknown = new([]);

    private readonly HashSet<ulong>? _hashes =
        sets.Count == 0 || sets.Any(set => set.Tags.IsAll) ? null : [.. sets.SelectMany(set => set.Tags.Hashes)];

    public IReadOnlyList<FilterSet> Sets => sets;

    public bool Wants(Message message) => _hashes is null || Wants(TagHash.Of(message.Tag));

    /// <summary>True when a set wants a message with that hash of its tag.</summary>
    public bool Wants(ulong tag) => _hashes is null || _hashes.Contains(tag);
}

namespace Coordinator.Delivery.Filters;

/// <summary>Tags that a member asks for. Two sets with the same tags are equal.</summary>
internal sealed class TagSet : IEquatable<TagSet>
{
    /// <summary>Set without tags, which stands for all messages.</summary>
    public static readonly TagSet All = new([]);

    private readonly HashSet<ulong> _hashes;

    private TagSet(string[] tags) => (Tags, _hashes) = (tags, [.. tags.Select(TagHash.Of)]);

    /// <summary>Tags in ordinal order; empty for all messages.</summary>
    public IReadOnlyList<string> Tags { get; }

    public IReadOnlyCollection<ulong> Hashes => _hashes;

    public bool IsAll => _hashes.Count == 0;

    public static TagSet Of(IEnumerable<string> tags)
    {
        string[] sorted = [.. tags.Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];
        return sorted.Length == 0 ? All : new TagSet(sorted);
    }

    /// <summary>True when the member wants a message with that hash of its tag.</summary>
    public bool Wants(ulong tag) => IsAll || _hashes.Contains(tag);

    /// <summary>Finds the tag of a hash; <c>null</c> when the set does not name it.</summary>
    public string? Find(ulong hash) => Tags.FirstOrDefault(tag => TagHash.Of(tag) == hash);

    public bool Equals(TagSet? other) => other is not null && Tags.SequenceEqual(other.Tags, StringComparer.Ordinal);

    public override bool Equals(object? obj) => Equals(obj as TagSet);

    public override int GetHashCode() => Tags.Count == 0 ? 0 : HashCode.Combine(Tags.Count, Tags[0], Tags[^1]);

    public override string ToString() => IsAll ? "all messages" : string.Join(", ", Tags);
}

using Coordinator.Contracts;

namespace Coordinator.Sessions.Access;

/// <summary>Topics in the rights of a participant: a name, all names with a prefix (<c>orders.*</c>), or all (<c>*</c>).</summary>
internal static class TopicPattern
{
    /// <summary>Forms of a pattern, for messages.</summary>
    public const string Allowed = "a topic, a prefix such as orders.*, or * for all";

    private const char Wildcard = '*';

    public static bool Covers(IReadOnlyList<string> patterns, Topic topic)
    {
        foreach (var pattern in patterns)
        {
            if (pattern.EndsWith(Wildcard)
                ? topic.Value.AsSpan().StartsWith(pattern.AsSpan(0, pattern.Length - 1), StringComparison.Ordinal)
                : string.Equals(topic.Value, pattern, StringComparison.Ordinal))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Describes what is wrong with a pattern, as the end of a sentence. <c>null</c>: nothing.</summary>
    public static string? Problem(string pattern)
    {
        if (pattern.Length == 0)
            return $"must be {Allowed}, but is empty.";
        var name = pattern.EndsWith(Wildcard) ? pattern[..^1] : pattern;
        return name.Length == 0 || Identifier.Problem(name, "topic", Topic.MaxLength) is null
            ? null
            : $"must be {Allowed}, but is '{pattern}'.";
    }
}

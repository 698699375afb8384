namespace Coordinator.Hosting.Options;

/// <summary>Finds the known name that is nearest to a mistyped one.</summary>
internal static class Nearest
{
    /// <summary>A question to append to an error: <c> Did you mean --http.port?</c>; empty when nothing is near.</summary>
    public static string Hint(string name, IEnumerable<string> known, string prefix = "")
    {
        var nearest = known
            .Select(candidate => (Name: candidate, Distance: Math.Min(Distance(name, candidate), Distance(name, candidate.Split('.')[^1]))))
            .GroupBy(candidate => candidate.Distance, candidate => $"{prefix}{candidate.Name}")
            .MinBy(group => group.Key);
        return nearest is not null && nearest.Key <= Math.Max(3, name.Length / 3)
            ? $" Did you mean {string.Join(" or ", nearest.Take(2))}?"
            : string.Empty;
    }

    /// <summary>Levenshtein distance: letters to add, remove or change.</summary>
    private static int Distance(string one, string other)
    {
        (one, other) = (one.ToUpperInvariant(), other.ToUpperInvariant());
        var above = Enumerable.Range(0, other.Length + 1).ToArray();
        for (var row = 1; row <= one.Length; row++)
        {
            var current = new int[other.Length + 1];
            current[0] = row;
            for (var column = 1; column <= other.Length; column++)
            {
                var change = above[column - 1] + (one[row - 1] == other[column - 1] ? 0 : 1);
                current[column] = Math.Min(change, Math.Min(above[column], current[column - 1]) + 1);
            }

            above = current;
        }

        return above[other.Length];
    }
}

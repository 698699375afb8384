namespace Coordinator.Hosting.Options;

/// <summary>What somebody who mistyped a name has meant.</summary>
internal static class Nearest
{
    public static string Hint(string name, IEnumerable<string> known, string prefix = "")
    {
        var (nearest, distance) = known
            .Select(candidate => (candidate, Math.Min(Distance(name, candidate), Distance(name, candidate.Split('.')[^1]))))
            .MinBy(candidate => candidate.Item2);
        return nearest is not null && distance <= Math.Max(3, name.Length / 3)
            ? $" Did you mean {prefix}{nearest}?"
            : string.Empty;
    }

    /// <summary>Levenshtein: how many letters have to be added, left out or changed.</summary>
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

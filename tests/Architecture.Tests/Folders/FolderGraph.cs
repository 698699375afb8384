namespace Coordinator.Architecture.Tests.Folders;

/// <summary>Folders, and the references that make one depend on another.</summary>
internal sealed class FolderGraph
{
    private const int ShownPerEdge = 20;

    private readonly Dictionary<(string From, string To), List<TypeReference>> _edges;
    private readonly ILookup<string, string> _next;

    public FolderGraph(IEnumerable<TypeReference> references, Func<string, string> folderOf)
    {
        _edges = references
            .GroupBy(reference => (From: folderOf(reference.FromFile), To: folderOf(reference.ToFile)))
            .Where(edge => edge.Key.From != edge.Key.To)
            .ToDictionary(edge => edge.Key, edge => edge.ToList());
        _next = _edges.Keys.ToLookup(edge => edge.From, edge => edge.To);
    }

    /// <summary>Describes every set of folders that depend on each other, with the references to cut. Those with the fewest come first.</summary>
    public IReadOnlyList<string> Cycles() => [.. Circles().Select(Describe)];

    /// <summary>Two folders are in one circle if each can be reached from the other.</summary>
    private IEnumerable<IReadOnlyList<string>> Circles()
    {
        var reachable = _next.Select(folder => folder.Key).ToDictionary(folder => folder, Reachable);
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var folder in reachable.Keys.Order(StringComparer.Ordinal))
        {
            if (!reachable[folder].Contains(folder) || seen.Contains(folder))
                continue;
            string[] circle = [.. reachable[folder].Where(other => reachable.TryGetValue(other, out var back) && back.Contains(folder))];
            seen.UnionWith(circle);
            yield return [.. circle.Order(StringComparer.Ordinal)];
        }
    }

    private HashSet<string> Reachable(string folder)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        var waiting = new Stack<string>(_next[folder]);
        while (waiting.TryPop(out var next))
        {
            if (!seen.Add(next))
                continue;
            foreach (var further in _next[next])
                waiting.Push(further);
        }

        return seen;
    }

    private string Describe(IReadOnlyList<string> circle)
    {
        var edges = _edges
            .Where(edge => circle.Contains(edge.Key.From) && circle.Contains(edge.Key.To))
            .OrderBy(edge => edge.Value.Count).ThenBy(edge => edge.Key.From, StringComparer.Ordinal);
        return string.Join(
            Environment.NewLine,
            [$"These folders depend on each other: {string.Join(", ", circle)}", .. edges.SelectMany(edge => Describe(edge.Key, edge.Value))]);
    }

    private static IEnumerable<string> Describe((string From, string To) edge, List<TypeReference> references)
    {
        yield return $"  {edge.From} -> {edge.To}: {references.Count} {(references.Count == 1 ? "reference" : "references")}";
        foreach (var reference in references.Take(ShownPerEdge))
            yield return $"    {reference}";
        if (references.Count > ShownPerEdge)
            yield return $"    and {references.Count - ShownPerEdge} more";
    }
}

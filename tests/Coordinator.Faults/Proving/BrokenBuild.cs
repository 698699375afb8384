using Coordinator.Faults.Running;
using Coordinator.Harness.Histories;

namespace Coordinator.Faults.Proving;

/// <summary>
/// A bug to be caught. Those of the coordinator are edits of a copy of its sources, built apart: what is shipped has neither switches
/// nor seams for them. An edit that does not fit its file any more fails a test.
/// </summary>
/// <param name="Name">As on the command line.</param>
/// <param name="What">For people.</param>
/// <param name="Faults">What makes it show.</param>
/// <param name="Caught">The promises of which it breaks one at least.</param>
/// <param name="Edits">Of the coordinator's sources.</param>
/// <param name="Bugs">Those that participants or the database have, which need no build.</param>
/// <param name="Workers">Transactions that each producer has under way, so that enough is when a fault comes.</param>
internal sealed record BrokenBuild(
    string Name,
    string What,
    IReadOnlyList<string> Faults,
    IReadOnlyList<Promise> Caught,
    IReadOnlyList<Edit> Edits,
    SeededBugs Bugs = SeededBugs.None,
    int Workers = 8);

/// <summary>A change of a source file.</summary>
/// <param name="File">Below the repository's root.</param>
/// <param name="Was">A text that is in it once.</param>
/// <param name="Becomes">What takes its place.</param>
internal sealed record Edit(string File, string Was, string Becomes)
{
    /// <exception cref="FaultsException">The text is not in the file, or more than once.</exception>
    public string Apply(string source)
    {
        var first = source.IndexOf(Was, StringComparison.Ordinal);
        if (first < 0 || source.IndexOf(Was, first + 1, StringComparison.Ordinal) >= 0)
            throw new FaultsException($"The edit of {File} does not fit its file any more; bring it up to date. It looks for: {Was}");
        return source.Replace(Was, Becomes, StringComparison.Ordinal);
    }
}

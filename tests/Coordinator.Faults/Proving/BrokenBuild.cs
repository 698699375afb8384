using Coordinator.Faults.Running;
using Coordinator.Harness.Histories;

namespace Coordinator.Faults.Proving;

/// <summary>
/// Bug that the checker must catch. A bug of the coordinator is an edit of a copy of its sources, which is built separately:
/// the shipped code has no switches for bugs. An edit that no longer fits its file fails a test.
/// </summary>
/// <param name="Name">Name on the command line.</param>
/// <param name="What">Description of the bug.</param>
/// <param name="Faults">Kinds of faults that reveal the bug.</param>
/// <param name="Caught">Promises of which the bug breaks at least one.</param>
/// <param name="Edits">Edits of the coordinator's sources.</param>
/// <param name="Bugs">Bugs of participants or the database, which need no build.</param>
/// <param name="Workers">Transactions that each producer has under way, so that enough are open when a fault occurs.</param>
/// <param name="Retention">Time after which things are deleted; <c>null</c>: not in the run.</param>
internal sealed record BrokenBuild(
    string Name,
    string What,
    IReadOnlyList<string> Faults,
    IReadOnlyList<Promise> Caught,
    IReadOnlyList<Edit> Edits,
    SeededBugs Bugs = SeededBugs.None,
    int Workers = 8,
    TimeSpan? Retention = null)
{
    // Longer than any recovery.
    private static readonly TimeSpan LongCalm = TimeSpan.FromSeconds(60);

    /// <summary>Length of the load after the last fault. Promises about time are judged in it.</summary>
    public TimeSpan Calm => Caught.Any(promise => promise is >= Promise.DeliveredInTime and <= Promise.CausesAreTrue) ? LongCalm : TimeSpan.Zero;
}

/// <summary>Change of a source file.</summary>
/// <param name="File">Path below the repository's root.</param>
/// <param name="Was">Text that the file contains exactly once.</param>
/// <param name="Becomes">Text that replaces it.</param>
internal sealed record Edit(string File, string Was, string Becomes)
{
    /// <exception cref="FaultsException">The file does not contain the text exactly once.</exception>
    public string Apply(string source)
    {
        var first = source.IndexOf(Was, StringComparison.Ordinal);
        if (first < 0 || source.IndexOf(Was, first + 1, StringComparison.Ordinal) >= 0)
            throw new FaultsException($"The edit of {File} no longer fits its file, which must contain this text exactly once. Update the edit: {Was}");
        return source.Replace(Was, Becomes, StringComparison.Ordinal);
    }
}

namespace Coordinator.Fuzz.Running;

/// <summary>Bounds that a run requires.</summary>
internal static class Bounds
{
    /// <summary>
    /// Limit of the managed heap of a node. The collector keeps what it has, so resident memory does not tell a leak. A node that leaks or
    /// needs more ends.
    /// </summary>
    public const long Heap = 384L * 1024 * 1024;

    /// <summary>Most growth of the resident memory of a node, against the time before the first script.</summary>
    public const long MemoryGrowth = 512L * 1024 * 1024;

    /// <summary>Lines of log of a node at the beginning of a run.</summary>
    public const int FirstLines = 50;

    /// <summary>Further lines of log in a second. Each cause has one line in ten seconds.</summary>
    public const double LinesPerSecond = 2;

    /// <summary>Longest delay of 99 % of the innocent participant's calls, unless the machine was slow before the first script.</summary>
    public static readonly TimeSpan Delay = TimeSpan.FromMilliseconds(500);

    /// <summary>On a slow machine the delay may be this many times the one before the first script.</summary>
    public const int SlowerThanBefore = 3;

    /// <summary>Time in which connections and sessions of the program end after its last script.</summary>
    public static readonly TimeSpan CleanUp = TimeSpan.FromSeconds(90);
}

using System.Globalization;
using Coordinator.Harness;
using Coordinator.Harness.Attacks.Targets;

namespace Coordinator.Fuzz.Running;

/// <summary>Watches one node: that it lives and is ready, its memory and its log.</summary>
internal sealed class NodeWatch
{
    private static readonly string[] SevereLevels = [" fail: ", " crit: "];

    // An error of its participant, which it is told of. Random commands contradict each other.
    private const string Contradiction = "contradicts that. The decision stands.";

    private readonly TargetNode _node;
    private readonly LogTail _log;

    public NodeWatch(TargetNode node)
    {
        _node = node;
        _log = new LogTail(node.Log);
        MemoryBefore = node.Memory;
        _log.Read();
        _log.Forget();
    }

    public long MemoryBefore { get; }

    /// <summary>Largest resident memory that was seen.</summary>
    public long MostMemory { get; private set; }

    /// <summary>Lines of log since the beginning.</summary>
    public int Lines => _log.Count;

    /// <summary>Last lines of the log.</summary>
    public IReadOnlyList<string> LastLines => _log.Last;

    /// <summary>Looks at the node.</summary>
    /// <param name="elapsed">Time since the beginning.</param>
    /// <exception cref="BrokenPromiseException">It is not as it must be.</exception>
    public async Task LookAsync(TimeSpan elapsed)
    {
        await RequireReadyAsync();
        MostMemory = Math.Max(MostMemory, _node.Memory);
        if (MostMemory - MemoryBefore > Bounds.MemoryGrowth)
            throw new BrokenPromiseException($"the memory of {_node.ContactPoint} grew from {Mebibytes(MemoryBefore)} to {Mebibytes(MostMemory)} MiB.");
        if (_log.Read().FirstOrDefault(IsSevere) is { } severe)
            throw new BrokenPromiseException($"{_node.ContactPoint} logged an error: {severe}");
        if (Lines > Bounds.FirstLines + (Bounds.LinesPerSecond * elapsed.TotalSeconds))
            throw new BrokenPromiseException(string.Create(CultureInfo.InvariantCulture, $"{_node.ContactPoint} wrote {Lines} lines of log in {elapsed.TotalSeconds:0} s."));
    }

    private static bool IsSevere(string line) =>
        SevereLevels.Any(level => line.Contains(level, StringComparison.Ordinal)) && !line.Contains(Contradiction, StringComparison.Ordinal);

    public static long Mebibytes(long bytes) => bytes / 1024 / 1024;

    private async Task RequireReadyAsync()
    {
        try
        {
            await _node.RequireReadyAsync();
        }
        catch (Exception notReady) when (notReady is HarnessException or HttpRequestException or TaskCanceledException)
        {
            throw new BrokenPromiseException($"{_node.ContactPoint} is not ready: {notReady.Message}");
        }
    }
}

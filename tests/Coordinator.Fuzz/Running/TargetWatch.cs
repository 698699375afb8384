using Coordinator.Harness.Attacks.Targets;

namespace Coordinator.Fuzz.Running;

/// <summary>Watches all nodes of a target, and the innocent participant.</summary>
internal sealed class TargetWatch
{
    private readonly IReadOnlyList<NodeWatch> _nodes;
    private readonly InnocentWatch _innocent;

    private TargetWatch(IReadOnlyList<NodeWatch> nodes, InnocentWatch innocent) => (_nodes, _innocent) = (nodes, innocent);

    /// <summary>Figures so far, in one line.</summary>
    public string Summary => FormattableString.Invariant(
        $"p99 {_innocent.During.TotalMilliseconds:0} ms, memory {NodeWatch.Mebibytes(_nodes.Max(node => node.MostMemory))} MiB, {_nodes.Sum(node => node.Lines)} lines of log");

    public IEnumerable<string> Figures =>
    [
        FormattableString.Invariant(
            $"innocent participant: {_innocent.Calls} calls, p99 {_innocent.During.TotalMilliseconds:0} ms ({_innocent.Before.TotalMilliseconds:0} ms before), longest {_innocent.Longest.TotalMilliseconds:0} ms"),
        .. _nodes.Select((node, index) => FormattableString.Invariant(
            $"node {index + 1}: memory {NodeWatch.Mebibytes(node.MemoryBefore)} MiB before, at most {NodeWatch.Mebibytes(node.MostMemory)} MiB; {node.Lines} lines of log")),
    ];

    public string LastLines => string.Join(Environment.NewLine, _nodes.SelectMany(node => node.LastLines));

    public static async Task<TargetWatch> StartAsync(Target target)
    {
        var innocent = await InnocentWatch.StartAsync(target.Innocent);
        return new TargetWatch([.. target.Nodes.Select(node => new NodeWatch(node))], innocent);
    }

    /// <exception cref="BrokenPromiseException">Something is not as it must be.</exception>
    public async Task LookAsync(TimeSpan elapsed)
    {
        foreach (var node in _nodes)
            await node.LookAsync(elapsed);
        _innocent.Look();
    }

    /// <exception cref="BrokenPromiseException">The innocent participant's calls took too long.</exception>
    public void RequireFast() => _innocent.RequireFast();
}

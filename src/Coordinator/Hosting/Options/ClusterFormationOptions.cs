using Coordinator.Common;

namespace Coordinator.Hosting.Options;

/// <summary>Formation of a cluster with other nodes.</summary>
internal sealed class ClusterFormationOptions
{
    /// <summary>Nodes to join, as host:port, separated by commas. None: a cluster of this node alone.</summary>
    public IReadOnlyList<string> Seeds { get; set; } = [];

    /// <summary>
    /// Time that the first of the seeds looks for a cluster among the others before it forms one. It forms one at once when
    /// all others answer that they have none. A time that is too short can form a second cluster.
    /// </summary>
    [OptionRange("1s", "10m")]
    public TimeSpan SeedTimeout { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>Errors, one sentence per key; empty when all is well.</summary>
    public IEnumerable<string> Problems()
    {
        foreach (var problem in OptionRange.Problems(this))
            yield return problem;
        foreach (var seed in Seeds)
        {
            if (!Uri.TryCreate($"akka.tcp://coordinator@{seed}", UriKind.Absolute, out var uri) || uri.Port <= 0)
                yield return $"seeds must be a list of host:port, but has '{seed}'.";
        }
    }
}

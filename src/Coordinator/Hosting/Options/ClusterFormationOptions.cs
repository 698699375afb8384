using Coordinator.Common;

namespace Coordinator.Hosting.Options;

/// <summary>Formation of a cluster with other nodes.</summary>
internal sealed class ClusterFormationOptions
{
    /// <summary>Nodes to join, as host:port, separated by commas. None: a cluster of this node alone.</summary>
    public IReadOnlyList<string> Seeds { get; set; } = [];

    /// <summary>
    /// Time that the first of the seeds looks for a cluster among the others before it forms one. It forms one at once when
    /// all others answer that they have none. Only the node that holds the lease of the database forms one.
    /// </summary>
    [OptionRange("1s", "10m")]
    public TimeSpan SeedTimeout { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>
    /// Time after which the nodes of a cluster that have all fallen silent may be replaced by a new cluster. The lease of the database
    /// is renewed five times in it, and counts by the clock of the database.
    /// </summary>
    [OptionRange("5s", "5m")]
    public TimeSpan LeaseTimeout { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>
    /// Time for which the others must be unreachable without a change before a node decides which of them are gone. Keys of a node that
    /// was lost with its machine or its network wait for it. A shorter one takes over sooner, and ends nodes when the network fails for that long.
    /// </summary>
    [OptionRange("2s", "13s")]
    public TimeSpan StableAfter { get; set; } = TimeSpan.FromSeconds(10);

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

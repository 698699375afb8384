namespace Coordinator.Hosting;

/// <summary>How this node finds the others.</summary>
internal sealed class ClusterFormationOptions
{
    /// <summary>Nodes to join, as host:port. Default none: a cluster of this node alone.</summary>
    public IReadOnlyList<string> Seeds { get; set; } = [];

    /// <summary>What is wrong, one sentence per key; empty when all is well.</summary>
    public IEnumerable<string> Problems() =>
        Seeds.Where(seed => !Uri.TryCreate($"akka.tcp://coordinator@{seed}", UriKind.Absolute, out var uri) || uri.Port <= 0)
            .Select(seed => $"seeds has '{seed}'; allowed is host:port.");
}

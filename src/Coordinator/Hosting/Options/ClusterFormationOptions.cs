namespace Coordinator.Hosting.Options;

/// <summary>How this node finds the others.</summary>
internal sealed class ClusterFormationOptions
{
    /// <summary>Nodes to join, as host:port. Default none: a cluster of this node alone.</summary>
    public IReadOnlyList<string> Seeds { get; set; } = [];

    /// <summary>
    /// How long the first of the seeds looks for a cluster among the others before it forms one. It does so at once when all of them
    /// say that they have none; one that cannot reach them yet would make a second cluster. Default 5 s; 1 s to 10 min.
    /// </summary>
    public TimeSpan SeedTimeout { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>What is wrong, one sentence per key; empty when all is well.</summary>
    public IEnumerable<string> Problems()
    {
        foreach (var seed in Seeds)
        {
            if (!Uri.TryCreate($"akka.tcp://coordinator@{seed}", UriKind.Absolute, out var uri) || uri.Port <= 0)
                yield return $"seeds has '{seed}'; allowed is host:port.";
        }

        if (SeedTimeout < TimeSpan.FromSeconds(1) || SeedTimeout > TimeSpan.FromMinutes(10))
            yield return $"seedTimeout is {SeedTimeout}; allowed are {TimeSpan.FromSeconds(1)} to {TimeSpan.FromMinutes(10)}.";
    }
}

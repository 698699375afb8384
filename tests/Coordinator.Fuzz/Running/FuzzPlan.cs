using Coordinator.Fuzz.Layers;
using Coordinator.Harness.Attacks.Targets;

namespace Coordinator.Fuzz.Running;

/// <summary>Plan of a run. The same seed and layers give the same scripts.</summary>
/// <param name="Seed">Seed of all scripts.</param>
/// <param name="Duration">Time for which new scripts are begun.</param>
/// <param name="Setup">Nodes, database and TLS.</param>
/// <param name="Layers">Layers to choose from.</param>
internal sealed record FuzzPlan(int Seed, TimeSpan Duration, Setup Setup, IReadOnlyList<ILayer> Layers)
{
    /// <summary>Scripts that are run at the same time.</summary>
    public int Peers { get; init; } = 4;

    /// <summary>Number of the first iteration.</summary>
    public long From { get; init; }

    /// <summary>Most iterations.</summary>
    public long Count { get; init; } = long.MaxValue;

    /// <summary>Directory for the logs of the nodes; <c>null</c>: they are not kept.</summary>
    public string? Logs { get; init; }

    /// <summary>True when some scripts open sessions, which must then be answered.</summary>
    public bool OpensSessions => Layers.Any(layer => layer is SessionLayer);
}

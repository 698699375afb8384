namespace Coordinator.Faults.Faults;

/// <summary>Kind of fault that the suite can inject.</summary>
/// <param name="Name">Name on the command line.</param>
/// <param name="What">Description in one line.</param>
/// <param name="Hold">Least and greatest number of seconds from its beginning to its end.</param>
/// <param name="Draw">Draws a fault of this kind from a seed.</param>
/// <param name="Absence">Returns why this machine cannot inject it; <c>null</c> when it can.</param>
/// <param name="Recovery">Seconds from its end until everything must be in time again.</param>
internal sealed record FaultKind(
    string Name,
    string What,
    (double Least, double Most) Hold,
    Func<Random, FaultTargets, IFault> Draw,
    Func<string?> Absence,
    double Recovery)
{
    /// <summary>True when nodes that it cuts off, or holds up, may end by themselves.</summary>
    public bool EndsNodes { get; init; }

    /// <summary>Fault of this kind that lasts for a given number of seconds. A kind that ends by itself stays as it is.</summary>
    public FaultKind Held(int? seconds) => seconds is { } all && Hold.Most > 0 ? this with { Hold = (all, all) } : this;
}

/// <summary>Nodes and participants that faults may affect.</summary>
internal sealed record FaultTargets(int Nodes, IReadOnlyList<string> Producers, IReadOnlyList<string> Consumers);

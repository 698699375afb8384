namespace Coordinator.Faults.Faults;

/// <summary>A kind of fault that the suite knows.</summary>
/// <param name="Name">As on the command line.</param>
/// <param name="What">For people, in one line.</param>
/// <param name="Hold">Seconds from its beginning to its end, least and most.</param>
/// <param name="Draw">One of this kind, by a seed.</param>
/// <param name="Absence">Why it cannot be had on this machine; <c>null</c> where it can.</param>
internal sealed record FaultKind(
    string Name, string What, (double Least, double Most) Hold, Func<Random, FaultTargets, IFault> Draw, Func<string?> Absence);

/// <summary>Whom faults may meet.</summary>
internal sealed record FaultTargets(int Nodes, IReadOnlyList<string> Producers, IReadOnlyList<string> Consumers);

using Coordinator.Faults.Faults;

namespace Coordinator.Faults.Running;

/// <summary>What a run is to be; with the same plan, the same schedule.</summary>
/// <param name="Kinds">Faults to choose from, those that this machine can do.</param>
/// <param name="Length">How long the load goes on.</param>
/// <param name="Settle">How long at most to wait afterwards, until nothing is open.</param>
/// <param name="Coordinator">Another build's Coordinator.dll.</param>
/// <param name="Data">Where to keep all of it; a temporary directory, deleted after a good run, when <c>null</c>.</param>
internal sealed record RunPlan(
    int Seed,
    TimeSpan Length,
    TimeSpan Settle,
    int Nodes,
    int Workers,
    IReadOnlyList<FaultKind> Kinds,
    SeededBugs Bugs,
    string? Coordinator = null,
    string? Data = null)
{
    /// <summary>The processes of the services, in the order of their start.</summary>
    public static readonly IReadOnlyList<string> Producers = ["orders-a", "orders-b", "payments-a"];

    public static readonly IReadOnlyList<string> Consumers = ["shipping-a", "shipping-b", "points-a", "points-b"];

    public FaultTargets Targets => new(Nodes, Producers, Consumers);

    public bool NeedsNamespaces => Kinds.Any(kind => kind.Absence() is null && NamespaceKinds.Contains(kind.Name));

    private static readonly HashSet<string> NamespaceKinds =
        ["partition", "one-way", "island", "no-database", "no-participants", "loss"];
}

/// <summary>Bugs that are built into participants, or into the database, to see them caught.</summary>
[Flags]
internal enum SeededBugs
{
    None = 0,

    /// <summary>Checks are answered without the fence.</summary>
    Unfenced = 1,

    /// <summary>Effects without the inbox.</summary>
    NoInbox = 2,

    /// <summary>The journal's table has no unique key.</summary>
    NoUniqueKey = 4,
}

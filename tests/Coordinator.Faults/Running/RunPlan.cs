using Coordinator.Faults.Faults;

namespace Coordinator.Faults.Running;

/// <summary>Plan of a run. The same plan gives the same schedule.</summary>
/// <param name="Kinds">Kinds of faults to choose from, all of which this machine can inject.</param>
/// <param name="Length">Length of the load.</param>
/// <param name="Calm">Length of the load after the last fault. The promises about time are judged in it, above all.</param>
/// <param name="Settle">Longest wait afterwards until nothing is open.</param>
/// <param name="Coordinator">Coordinator.dll of another build.</param>
/// <param name="Data">Directory for all files; <c>null</c> for a temporary one, which is deleted after a good run.</param>
/// <param name="Closed">True when nobody may connect to participants.</param>
/// <param name="Retention">Time after which the coordinator and its participants delete what they need no more; <c>null</c>: not in the run.</param>
internal sealed record RunPlan(
    int Seed,
    TimeSpan Length,
    TimeSpan Calm,
    TimeSpan Settle,
    int Nodes,
    int Workers,
    IReadOnlyList<FaultKind> Kinds,
    SeededBugs Bugs,
    string? Coordinator = null,
    string? Data = null,
    bool Closed = false,
    TimeSpan? Retention = null)
{
    /// <summary>Producers in the order of their start.</summary>
    public static readonly IReadOnlyList<string> Producers = ["orders-a", "orders-b", "payments-a"];

    /// <summary>Processes of the service that stores its messages while the coordinator is away.</summary>
    public static readonly IReadOnlyList<string> StoringProducers = ["invoices-a", BranchProcess];

    /// <summary>Process with a place of its own in the network.</summary>
    public const string BranchProcess = "invoices-b";

    public static readonly IReadOnlyList<string> Consumers = ["shipping-a", "shipping-b", "points-a", "points-b"];

    public FaultTargets Targets => new(Nodes, [.. Producers, .. StoringProducers], Consumers);

    public bool NeedsNamespaces => Closed || Kinds.Any(kind => kind.Absence() is null && NamespaceKinds.Contains(kind.Name));

    private static readonly HashSet<string> NamespaceKinds =
        ["partition", "split", "reset", "one-way", "island", "lone", "no-database", "no-participants", "cut-branch", "loss"];
}

/// <summary>Bugs that are built into participants or the database, and must be caught.</summary>
[Flags]
internal enum SeededBugs
{
    None = 0,

    /// <summary>Checks are answered without the fence.</summary>
    Unfenced = 1,

    /// <summary>Effects are applied without the inbox.</summary>
    NoInbox = 2,

    /// <summary>The journal's table has no unique key.</summary>
    NoUniqueKey = 4,

    /// <summary>Calls wait for minutes, whatever their time limit is said to be.</summary>
    PatientCalls = 8,

    /// <summary>Outcomes are deleted by their age alone. Needs a retention.</summary>
    PurgeByAge = 16,

    /// <summary>Outcomes are written without the keys of their sends.</summary>
    KeyIgnored = 32,

    /// <summary>Nobody sees that messages of an ordering key are stored.</summary>
    StoredOvertaken = 64,
}

namespace Coordinator.Bench.Load;

/// <summary>What a producer makes of a transaction that is prepared.</summary>
internal enum Fate
{
    Committed,
    RolledBack,

    /// <summary>Committed, but nobody says so: a check finds out.</summary>
    Unknown,
}

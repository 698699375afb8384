namespace Coordinator.Bench.Load;

/// <summary>Outcome that a producer chooses for a prepared transaction.</summary>
internal enum Fate
{
    Committed,
    RolledBack,

    /// <summary>Committed, but without a command: the coordinator has to check.</summary>
    Unknown,
}

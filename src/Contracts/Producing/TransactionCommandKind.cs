namespace Coordinator.Contracts.Producing;

/// <summary>The commands of a producer.</summary>
public enum TransactionCommandKind
{
    /// <summary><see cref="Producing.Prepare" />.</summary>
    Prepare = 1,

    /// <summary><see cref="Producing.Commit" />.</summary>
    Commit = 2,

    /// <summary><see cref="Producing.Rollback" />.</summary>
    Rollback = 3,
}

namespace Coordinator.Contracts.Producing;

/// <summary>Kind of a producer's command.</summary>
public enum TransactionCommandKind
{
    /// <summary><see cref="Producing.Prepare" />.</summary>
    Prepare = 1,

    /// <summary><see cref="Producing.Commit" />.</summary>
    Commit = 2,

    /// <summary><see cref="Producing.Rollback" />.</summary>
    Rollback = 3,

    /// <summary><see cref="Producing.HandOver" />.</summary>
    HandOver = 4,
}

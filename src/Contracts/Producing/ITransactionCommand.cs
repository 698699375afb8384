namespace Coordinator.Contracts.Producing;

/// <summary>What a producer asks of one transaction. Each may be repeated under the same id, on any connection.</summary>
public interface ITransactionCommand : IFrameItem
{
    /// <summary>The transaction it is about.</summary>
    TransactionId Id { get; }

    /// <summary>The group that owns the transaction and answers its checks. The session must have been opened for it.</summary>
    ProducerGroup Group { get; }

    /// <summary>Which command this is; the reply names it.</summary>
    TransactionCommandKind Kind { get; }
}

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

namespace Coordinator.Contracts.Producing;

/// <summary>The local transaction is committed: make the messages visible.</summary>
public sealed record Commit(TransactionId Id, ProducerGroup Group) : ITransactionCommand
{
    /// <inheritdoc />
    public TransactionCommandKind Kind => TransactionCommandKind.Commit;
}

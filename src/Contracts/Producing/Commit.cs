namespace Coordinator.Contracts.Producing;

/// <summary>The local transaction is committed: make the messages visible.</summary>
/// <param name="Id">The transaction.</param>
/// <param name="Group">The group that owns it.</param>
/// <param name="Number">See <see cref="ITransactionCommand.Number" />.</param>
internal sealed record Commit(TransactionId Id, ProducerGroup Group, long Number = 0) : ITransactionCommand
{
    /// <inheritdoc />
    public TransactionCommandKind Kind => TransactionCommandKind.Commit;
}

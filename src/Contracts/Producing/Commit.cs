namespace Coordinator.Contracts.Producing;

/// <summary>Makes the messages visible, after the local transaction committed.</summary>
/// <param name="Id">The transaction.</param>
/// <param name="Group">The group that owns it.</param>
/// <param name="Number">Number of the command, see <see cref="ITransactionCommand.Number" />.</param>
internal sealed record Commit(TransactionId Id, ProducerGroup Group, long Number = 0) : ITransactionCommand
{
    /// <inheritdoc />
    public TransactionCommandKind Kind => TransactionCommandKind.Commit;
}

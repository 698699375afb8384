namespace Coordinator.Contracts.Producing;

/// <summary>Drops the messages, because the local transaction did not happen and never will.</summary>
/// <param name="Id">The transaction. One that was never prepared is refused from then on.</param>
/// <param name="Group">The group that owns it.</param>
/// <param name="Reason">Text for people, at most 1,024 characters. Default: none.</param>
/// <param name="Number">Number of the command, see <see cref="ITransactionCommand.Number" />.</param>
internal sealed record Rollback(TransactionId Id, ProducerGroup Group, string? Reason = null, long Number = 0)
    : ITransactionCommand
{
    /// <inheritdoc />
    public TransactionCommandKind Kind => TransactionCommandKind.Rollback;
}

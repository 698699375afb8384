namespace Coordinator.Contracts.Producing;

/// <summary>The local transaction did not happen and never will: drop the messages.</summary>
/// <param name="Id">The transaction; one that was never prepared is refused from then on.</param>
/// <param name="Group">The group that owns it.</param>
/// <param name="Reason">For people, at most 1,024 characters. Default: none.</param>
/// <param name="Number">See <see cref="ITransactionCommand.Number" />.</param>
internal sealed record Rollback(TransactionId Id, ProducerGroup Group, string? Reason = null, long Number = 0)
    : ITransactionCommand
{
    /// <inheritdoc />
    public TransactionCommandKind Kind => TransactionCommandKind.Rollback;
}

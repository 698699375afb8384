namespace Coordinator.Contracts.Producing;

/// <summary>
/// Answers a <see cref="Prepare" />, <see cref="Commit" /> or <see cref="Rollback" />. It is sent after its content is durable.
/// </summary>
/// <param name="Id">The transaction.</param>
/// <param name="Command">The command that is answered.</param>
/// <param name="Outcome">Result of the command.</param>
/// <param name="Phase">State of the transaction, as far as the answering node knows.</param>
/// <param name="Detail">Text for people, such as the wrong value and its range. <c>null</c>: none.</param>
/// <param name="Number">
/// The <see cref="ITransactionCommand.Number" /> of the command that is answered. 0: unknown, so the reply is matched by id and command.
/// </param>
/// <param name="Epoch">
/// Time of the coordinator's last restore from a backup, in Unix milliseconds. 0: never. What an earlier coordinator answered may be lost.
/// </param>
internal sealed record TransactionReply(
    TransactionId Id,
    TransactionCommandKind Command,
    TransactionOutcome Outcome,
    TransactionPhase Phase,
    string? Detail = null,
    long Number = 0,
    long Epoch = 0) : IFrameItem;

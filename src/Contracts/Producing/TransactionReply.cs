namespace Coordinator.Contracts.Producing;

/// <summary>
/// The coordinator's answer to a <see cref="Prepare" />, <see cref="Commit" /> or <see cref="Rollback" />, given after what
/// it says is durable.
/// </summary>
/// <param name="Id">The transaction.</param>
/// <param name="Command">The command that is answered.</param>
/// <param name="Outcome">Whether it was accepted, and why not.</param>
/// <param name="Phase">Where the transaction stands now, as far as the answering node knows.</param>
/// <param name="Detail">For people; which value was wrong and what is allowed. <c>null</c> when there is nothing to add.</param>
/// <param name="Number">
/// The <see cref="ITransactionCommand.Number" /> of the command that is answered. 0: not known, so id and command must do.
/// </param>
internal sealed record TransactionReply(
    TransactionId Id,
    TransactionCommandKind Command,
    TransactionOutcome Outcome,
    TransactionPhase Phase,
    string? Detail = null,
    long Number = 0) : IFrameItem;

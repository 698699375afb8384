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
public sealed record TransactionReply(
    TransactionId Id,
    TransactionCommandKind Command,
    TransactionOutcome Outcome,
    TransactionPhase Phase,
    string? Detail = null,
    long Number = 0) : IFrameItem;

/// <summary>How a command ended.</summary>
public enum TransactionOutcome
{
    /// <summary>Done, now or by an earlier copy of the same command.</summary>
    Accepted = 1,

    /// <summary>The id is in use for other messages or by another group. Final.</summary>
    Conflict = 2,

    /// <summary>Commit of a transaction that was never prepared. Final.</summary>
    NotFound = 3,

    /// <summary>The decision was already taken, and it is commit. Final.</summary>
    AlreadyCommitted = 4,

    /// <summary>The decision was already taken, and it is rollback. Final.</summary>
    AlreadyRolledBack = 5,

    /// <summary>The command itself is wrong; the detail says which value, and what is allowed. Final.</summary>
    Invalid = 6,

    /// <summary>
    /// The coordinator cannot say now (overload, or its storage is away): the command may or may not have taken effect.
    /// Repeat it under the same id.
    /// </summary>
    Busy = 7,
}

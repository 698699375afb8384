using Coordinator.Contracts;
using Coordinator.Contracts.Producing;

namespace Coordinator.Transactions;

/// <summary>Replies to the senders of commands.</summary>
internal static class TransactionReplies
{
    /// <returns>Reply; <c>null</c> when the command has no reply.</returns>
    public static object? To(
        ITransactionMessage? command, TransactionId id, TransactionPhase phase, TransactionOutcome outcome, string? detail)
    {
        return command switch
        {
            PrepareTransaction prepare => Reply(TransactionCommandKind.Prepare, prepare.Number),
            CommitTransaction commit => Reply(TransactionCommandKind.Commit, commit.Number),
            RollbackTransaction rollback => Reply(TransactionCommandKind.Rollback, rollback.Number),
            ResolveTransaction => new TransactionResolved(id, outcome, phase),
            _ => null,
        };

        TransactionReply Reply(TransactionCommandKind kind, long number) => new(id, kind, outcome, phase, detail, number);
    }
}

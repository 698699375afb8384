using Coordinator.Contracts;
using Coordinator.Contracts.Producing;

namespace Coordinator.Transactions;

/// <summary>Replies to the senders of commands.</summary>
internal static class TransactionReplies
{
    /// <returns>Reply; <c>null</c> when the command has no reply.</returns>
    public static object? To(
        ITransactionMessage? command, TransactionId id, TransactionState state, TransactionOutcome outcome, string? detail)
    {
        return command switch
        {
            PrepareTransaction prepare => Reply(prepare.Group, TransactionCommandKind.Prepare, prepare.Number),
            CommitTransaction commit => Reply(commit.Group, TransactionCommandKind.Commit, commit.Number),
            RollbackTransaction rollback => Reply(rollback.Group, TransactionCommandKind.Rollback, rollback.Number),
            ResolveTransaction => new TransactionResolved(id, outcome, state.Phase),
            _ => null,
        };

        // A group is not told the phase of another group's transaction.
        TransactionReply Reply(ProducerGroup group, TransactionCommandKind kind, long number) =>
            new(id, kind, outcome, state.SeenBy(group)?.Phase ?? TransactionPhase.None, detail, number);
    }
}

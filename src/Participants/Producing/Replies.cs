using Coordinator.Contracts.Producing;

namespace Coordinator.Participants.Producing;

/// <summary>Meaning of the coordinator's replies.</summary>
internal static class Replies
{
    /// <summary>Returns a reply that says that the command took effect, now or earlier.</summary>
    /// <exception cref="TransactionRefusedException">It did not, and never will.</exception>
    public static TransactionReply RequireDone(TransactionReply reply) => IsDone(reply) ? reply : throw TransactionRefusedException.Of(reply);

    private static bool IsDone(TransactionReply reply) => reply.Outcome switch
    {
        TransactionOutcome.Accepted => true,
        TransactionOutcome.AlreadyCommitted => reply.Command == TransactionCommandKind.Commit,
        TransactionOutcome.AlreadyRolledBack => reply.Command == TransactionCommandKind.Rollback,
        _ => false,
    };
}

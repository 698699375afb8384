using Coordinator.Contracts.Producing;

namespace Coordinator.Participants.Producing;

/// <summary>
/// Thrown when the coordinator no longer remembers so old an id. The transaction has ended, or it never was. Ask the outcome store
/// (<see cref="Fence.IOutcomeStore.CheckAsync" />). Committed: the messages were sent, so repeat nothing. Rolled back: begin again with a new id.
/// Purged: nobody knows, so look at the business data first.
/// </summary>
public sealed class TransactionExpiredException : TransactionRefusedException
{
    internal TransactionExpiredException(TransactionReply reply) : base(reply, Describe(reply))
    {
    }

    private static string Describe(TransactionReply reply) =>
        $"{reply.Command} of transaction {reply.Id} was refused, because the coordinator no longer remembers so old an id. Ask the outcome store "
        + "(CheckAsync). Committed: the messages were sent, so repeat nothing. Rolled back: begin again with a new id. Purged: nobody knows, so look at "
        + "your business data first. A new id that is refused needs a look at the clock of this machine.";
}

using Coordinator.Contracts.Producing;

namespace Coordinator.Participants.Producing;

/// <summary>
/// Thrown when the coordinator no longer remembers so old an id. The transaction has ended, or it never was: the id's row in the outcome table
/// tells which. If it says committed, the messages were sent, and there is nothing to repeat. Otherwise begin again with a new id.
/// </summary>
public sealed class TransactionExpiredException : TransactionRefusedException
{
    internal TransactionExpiredException(TransactionReply reply) : base(reply, Describe(reply))
    {
    }

    private static string Describe(TransactionReply reply) =>
        $"{reply.Command} of transaction {reply.Id} was refused, because the coordinator no longer remembers so old an id. Look for the id in the "
        + "outcome table of your database. Committed there: the messages were sent, so repeat nothing. Otherwise begin again with a new id. A new id "
        + "that is refused needs a look at the clock of this machine.";
}

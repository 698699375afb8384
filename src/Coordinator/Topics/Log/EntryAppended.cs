using Coordinator.Contracts;
using Coordinator.Contracts.Messages;
using Coordinator.Persistence.Schemas;

namespace Coordinator.Topics.Log;

/// <summary>One message entered the log; the sequence number of this event is its offset.</summary>
/// <param name="Id">The message's id.</param>
/// <param name="Message">The message.</param>
/// <param name="CommittedAt">When its transaction was decided, by the clock of the node that decided it.</param>
/// <param name="AppendedAt">When it was appended: never less than in the entry before, and never less than its own
/// commit.</param>
internal sealed record EntryAppended(
    MessageId Id,
    Message Message,
    DateTimeOffset CommittedAt,
    DateTimeOffset AppendedAt) : IJournaled
{
    public QueueEntry At(long offset) => new(offset, Id, Message, CommittedAt, AppendedAt);
}

using Coordinator.Contracts;
using Coordinator.Contracts.Messages;
using Coordinator.Persistence.Schemas;

namespace Coordinator.Topics.Log;

/// <summary>A message was appended to the log. The sequence number of this event is its offset.</summary>
/// <param name="Id">Id of the message.</param>
/// <param name="Message">The message.</param>
/// <param name="CommittedAt">Time of the commit, by the clock of the node that committed.</param>
/// <param name="AppendedAt">Time of the append. It is never less than that of the entry before, nor than the commit.</param>
internal sealed record EntryAppended(
    MessageId Id,
    Message Message,
    DateTimeOffset CommittedAt,
    DateTimeOffset AppendedAt) : IJournaled
{
    public QueueEntry At(long offset) => new(offset, Id, Message, CommittedAt, AppendedAt);
}

using Coordinator.Contracts;
using Coordinator.Contracts.Messages;
using Coordinator.Persistence.Schemas;

namespace Coordinator.Topics.Log;

/// <summary>Copy that a group keeps of an entry. Its persistence id names the group, the queue and the offset.</summary>
/// <param name="Id">Id of the message.</param>
/// <param name="Message">The message.</param>
/// <param name="CommittedAt">Time of the commit.</param>
/// <param name="AppendedAt">Time of the append.</param>
internal sealed record EntryCopied(MessageId Id, Message Message, DateTimeOffset CommittedAt, DateTimeOffset AppendedAt) : IJournaled
{
    public static EntryCopied Of(QueueEntry entry) => new(entry.Id, entry.Message, entry.CommittedAt, entry.AppendedAt);

    public QueueEntry At(long offset) => new(offset, Id, Message, CommittedAt, AppendedAt);
}

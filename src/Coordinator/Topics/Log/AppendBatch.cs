using Coordinator.Contracts;

namespace Coordinator.Topics.Log;

/// <summary>What goes into one write, and who is answered when it is durable.</summary>
internal sealed class AppendBatch(
    AppendedIds appended, DateTimeOffset now, DateTimeOffset lastAppendedAt, int maxEntries, long maxBytes)
{
    private readonly HashSet<MessageId> _ids = [];
    private long _bytes;
    private DateTimeOffset _appendedAt = lastAppendedAt > now ? lastAppendedAt : now;

    public List<EntryAppended> Events { get; } = [];

    public List<WaitingAppend> Answers { get; } = [];

    /// <summary>How many messages were in the log, or in this batch, before.</summary>
    public int Repeated { get; private set; }

    public bool HasRoomFor(WaitingAppend append) =>
        Answers.Count == 0
        || (Events.Count + append.Command.Messages.Count <= maxEntries && _bytes + append.Bytes <= maxBytes);

    /// <param name="append">What to append.</param>
    /// <param name="found">What is known to be in the log, besides what is in memory.</param>
    public void Add(WaitingAppend append, IReadOnlySet<MessageId>? found = null)
    {
        var command = append.Command;
        foreach (var (index, message) in command.Messages)
        {
            var id = new MessageId(command.Transaction, index);
            if (appended.Contains(id) || found?.Contains(id) == true || !_ids.Add(id))
                Repeated++;
            else
                Events.Add(new EntryAppended(id, message, command.CommittedAt, AppendedAt(command.CommittedAt)));
        }

        _bytes += append.Bytes;
        Answers.Add(append);
    }

    /// <summary>
    /// Never less than the commit, nor than in the entry before: a search for a repetition ends by it, whatever the clocks do.
    /// </summary>
    private DateTimeOffset AppendedAt(DateTimeOffset committedAt)
    {
        if (committedAt > _appendedAt)
            _appendedAt = committedAt;
        return _appendedAt;
    }
}

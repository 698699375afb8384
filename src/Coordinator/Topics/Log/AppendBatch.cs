using Coordinator.Contracts;

namespace Coordinator.Topics.Log;

/// <summary>Events of one write, and the appends to answer when it is durable.</summary>
internal sealed class AppendBatch(
    AppendedIds appended, DateTimeOffset now, DateTimeOffset lastAppendedAt, int maxEntries, long maxBytes)
{
    private readonly HashSet<MessageId> _ids = [];
    private long _bytes;
    private DateTimeOffset _appendedAt = lastAppendedAt > now ? lastAppendedAt : now;

    public List<EntryAppended> Events { get; } = [];

    public List<WaitingAppend> Answers { get; } = [];

    /// <summary>Number of messages that the log or this batch already had.</summary>
    public int Repeated { get; private set; }

    public bool HasRoomFor(WaitingAppend append) =>
        Answers.Count == 0
        || (Events.Count + append.Command.Messages.Count <= maxEntries && _bytes + append.Bytes <= maxBytes);

    /// <param name="append">Append to add.</param>
    /// <param name="found">Ids that are in the log, besides those in memory.</param>
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
    /// Computes a time that is never less than the commit, nor than the time of the entry before. The search for a repetition
    /// relies on that, whatever the clocks do.
    /// </summary>
    private DateTimeOffset AppendedAt(DateTimeOffset committedAt)
    {
        if (committedAt > _appendedAt)
            _appendedAt = committedAt;
        return _appendedAt;
    }
}

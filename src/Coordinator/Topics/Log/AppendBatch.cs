using Coordinator.Contracts;

namespace Coordinator.Topics.Log;

/// <summary>Contents of one write, and the appends to answer when it is durable.</summary>
internal sealed class AppendBatch(
    AppendedIds appended, DateTimeOffset now, DateTimeOffset lastAppendedAt, int maxEntries, long maxBytes)
{
    private readonly Dictionary<TransactionId, PlannedAppend> _planned = [];
    private long _bytes;
    private DateTimeOffset _appendedAt = lastAppendedAt > now ? lastAppendedAt : now;

    /// <summary>Appends to store, in the order of their offsets.</summary>
    public List<PlannedAppend> Appends { get; } = [];

    /// <summary>Appends of which everything is in the log already.</summary>
    public List<WaitingAppend> Known { get; } = [];

    /// <summary>Number of entries to store.</summary>
    public int Entries { get; private set; }

    /// <summary>Number of messages that the log or this batch already had.</summary>
    public int Repeated { get; private set; }

    public bool IsEmpty => Appends.Count == 0 && Known.Count == 0;

    /// <summary>All appends that the batch answers.</summary>
    public IEnumerable<WaitingAppend> Answers => Known.Concat(Appends.SelectMany(append => append.Answers));

    public bool HasRoomFor(WaitingAppend append) =>
        IsEmpty
        || (Entries + append.Command.Messages.Count <= maxEntries && _bytes + append.Bytes <= maxBytes && !IsRivalled(append.Command));

    /// <param name="append">Append to add.</param>
    /// <param name="found">Ids that are in the log, besides those in memory.</param>
    public void Add(WaitingAppend append, IReadOnlySet<MessageId>? found = null)
    {
        var command = append.Command;
        _bytes += append.Bytes;
        if (_planned.TryGetValue(command.Transaction, out var same))
        {
            Repeated += command.Messages.Count;
            same.Answers.Add(append);
            return;
        }

        var planned = new PlannedAppend(command.Transaction, command.Companion);
        foreach (var (index, message) in command.Messages)
        {
            var id = new MessageId(command.Transaction, index);
            if (appended.Contains(id, command.CommittedAt) || found?.Contains(id) == true)
                Repeated++;
            else
                planned.Entries.Add(new EntryAppended(id, message, command.CommittedAt, AppendedAt(command.CommittedAt)));
        }

        if (planned.Entries.Count == 0)
        {
            Known.Add(append);
            return;
        }

        Entries += planned.Entries.Count;
        planned.Answers.Add(append);
        _planned.Add(command.Transaction, planned);
        Appends.Add(planned);
    }

    /// <summary>
    /// True when the batch has an append of the transaction that is not this one repeated. Two copies of a transaction may want different
    /// events of it stored, and only the journal knows which can be. A schedule moves the messages of a transaction one by one. They go into
    /// two writes.
    /// </summary>
    private bool IsRivalled(AppendToQueue command) =>
        _planned.TryGetValue(command.Transaction, out var planned)
        && (planned.Companion?.SequenceNumber != command.Companion?.SequenceNumber || !planned.HasSameMessages(command));

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

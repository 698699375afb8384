using System.Diagnostics.CodeAnalysis;
using Coordinator.Delivery.Common;
using Coordinator.Topics.Log;

namespace Coordinator.Delivery.Progress;

/// <summary>
/// Progress of a group in a queue: the cursor, up to which it has read, and the pending messages before it. Each message up to the
/// cursor is either pending or settled.
/// </summary>
internal sealed class GroupProgress
{
    private readonly Dictionary<long, PendingMessage> _pending = [];

    /// <param name="saved">Saved progress.</param>
    /// <param name="entries">Entries of all pending messages. A message without its entry could never be delivered again.</param>
    public GroupProgress(ProgressSnapshot saved, IReadOnlyDictionary<long, QueueEntry> entries)
    {
        Cursor = saved.Cursor;
        Rewound = saved.Rewound;
        foreach (var pending in saved.Pending)
        {
            Add(new PendingMessage(entries[pending.Offset], pending.Attempt)
            {
                Failures = pending.Failures,
                DueAt = pending.DueAt,
                Reason = pending.Reason,
                DeadLettering = pending.DeadLettering,
            });
        }
    }

    public long Cursor { get; private set; }

    /// <summary>Size of all pending messages together.</summary>
    public long Bytes { get; private set; }

    public IReadOnlyCollection<PendingMessage> Pending => _pending.Values;

    /// <summary>True when something changed after the last snapshot.</summary>
    public bool Changed { get; private set; }

    /// <summary>Called at the first change after a snapshot.</summary>
    public Action? FirstChange { get; set; }

    public Rewound? Rewound { get; }

    /// <summary>Adds the next entry of the log to the pending messages.</summary>
    public PendingMessage Read(QueueEntry entry)
    {
        Pass(entry);
        return Add(new PendingMessage(entry));
    }

    /// <summary>Passes over the next entry of the log, which the group does not want. That settles it.</summary>
    public void Skip(QueueEntry entry) => Pass(entry);

    /// <summary>
    /// Makes a settled message pending again, with a new budget of failures. False when it is pending already, or not read yet.
    /// </summary>
    public bool PutBack(QueueEntry entry, int attempts, [NotNullWhen(true)] out PendingMessage? message)
    {
        message = null;
        if (entry.Offset > Cursor || _pending.ContainsKey(entry.Offset))
            return false;
        Touch();
        message = Add(new PendingMessage(entry, attempts));
        return true;
    }

    public PendingMessage? Find(long offset) => _pending.GetValueOrDefault(offset);

    public void Settle(PendingMessage message)
    {
        if (!_pending.Remove(message.Offset))
            throw new InvalidOperationException($"Offset {message.Offset} is already settled.");
        message.Settled = true;
        Bytes -= message.Bytes;
        Touch();
    }

    /// <summary>Records a change of a pending message that must survive a crash.</summary>
    public void Touch()
    {
        if (Changed)
            return;
        Changed = true;
        FirstChange?.Invoke();
    }

    public ProgressSnapshot TakeSnapshot()
    {
        Changed = false;
        var pending = new PendingOffset[_pending.Count];
        var i = 0;
        foreach (var message in _pending.Values)
        {
            pending[i++] = new PendingOffset(
                message.Offset, message.Attempt, message.Failures, message.DueAt, message.Reason, message.DeadLettering);
        }

        Array.Sort(pending, static (a, b) => a.Offset.CompareTo(b.Offset));
        return new ProgressSnapshot(Cursor, pending, Rewound);
    }

    private void Pass(QueueEntry entry)
    {
        if (entry.Offset != Cursor + 1)
            throw new InvalidOperationException($"The next offset must be {Cursor + 1}, but is {entry.Offset}.");
        Cursor = entry.Offset;
        Touch();
    }

    private PendingMessage Add(PendingMessage message)
    {
        _pending.Add(message.Offset, message);
        Bytes += message.Bytes;
        return message;
    }
}

using System.Diagnostics.CodeAnalysis;
using Coordinator.Delivery.Common;
using Coordinator.Topics.Log;

namespace Coordinator.Delivery.Progress;

/// <summary>
/// How far a group is in a queue: the cursor, up to which everything was read, and what of that is still pending.
/// Each message up to the cursor is pending or settled, never anything else.
/// </summary>
internal sealed class GroupProgress
{
    private readonly Dictionary<long, PendingMessage> _pending = [];

    /// <param name="saved">Where the group was.</param>
    /// <param name="entries">At least those that were pending: without its entry a message could never come again.</param>
    public GroupProgress(ProgressSnapshot saved, IReadOnlyDictionary<long, QueueEntry> entries)
    {
        Cursor = saved.Cursor;
        Rewound = saved.Rewound;
        foreach (var pending in saved.Pending)
        {
            Add(new PendingMessage(entries[pending.Offset])
            {
                Attempt = pending.Attempt,
                Failures = pending.Failures,
                DueAt = pending.DueAt,
                Reason = pending.Reason,
                DeadLettering = pending.DeadLettering,
            });
        }
    }

    public long Cursor { get; private set; }

    /// <summary>Of all pending messages together.</summary>
    public long Bytes { get; private set; }

    public IReadOnlyCollection<PendingMessage> Pending => _pending.Values;

    /// <summary>Whether there is anything that the last snapshot does not say.</summary>
    public bool Changed { get; private set; }

    /// <summary>Called with the first change after a snapshot.</summary>
    public Action? FirstChange { get; set; }

    public Rewound? Rewound { get; }

    /// <summary>The next entry of the log was read.</summary>
    public PendingMessage Read(QueueEntry entry)
    {
        Pass(entry);
        return Add(new PendingMessage(entry));
    }

    /// <summary>The next entry of the log was read and is not wanted: that settles it.</summary>
    public void Skip(QueueEntry entry) => Pass(entry);

    /// <summary>A settled message is to be delivered again, with a fresh budget. False: it will be delivered anyway.</summary>
    public bool PutBack(QueueEntry entry, int attempts, [NotNullWhen(true)] out PendingMessage? message)
    {
        message = null;
        if (entry.Offset > Cursor || _pending.ContainsKey(entry.Offset))
            return false;
        Touch();
        message = Add(new PendingMessage(entry) { Attempt = attempts });
        return true;
    }

    public PendingMessage? Find(long offset) => _pending.GetValueOrDefault(offset);

    public void Settle(PendingMessage message)
    {
        if (!_pending.Remove(message.Offset))
            throw new InvalidOperationException($"Offset {message.Offset} is settled already.");
        message.Settled = true;
        Bytes -= message.Bytes;
        Touch();
    }

    /// <summary>Something about a pending message changed that a crash must not undo.</summary>
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
            throw new InvalidOperationException($"Offset {entry.Offset} was read after {Cursor}: the log is dense.");
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

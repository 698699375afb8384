using System.Diagnostics.CodeAnalysis;
using Coordinator.Contracts.Common;
using Coordinator.Delivery.Common;
using Coordinator.Delivery.Filters;
using Coordinator.Topics.Log;

namespace Coordinator.Delivery.Progress;

/// <summary>
/// Progress of a group in a queue: the cursor, up to which it has read, and the pending messages before it. Each message up to the
/// cursor is either pending or settled.
/// </summary>
internal sealed class GroupProgress
{
    // A whole save follows so many saves of changes, or when these together are as large as it.
    private const int MostSaves = 256;
    private const int LeastChanges = 4_096;
    private const int PendingPerSave = 64;

    // The least that differs from zero, which progress of release 0.1 has for every wait.
    private static readonly TimeSpan NoWait = TimeSpan.FromTicks(1);

    private readonly Dictionary<long, PendingMessage> _pending = [];
    private readonly HashSet<PendingMessage> _changed = [];
    private readonly List<long> _settled = [];
    private int _savesSinceWhole;
    private int _changesSinceWhole;
    private readonly SkippedTags _skipped;
    private bool _isFilterChanged;
    private long _newlyMissed;
    private readonly SteadyClock _clock;
    private readonly DeliveryOptions _options;

    /// <param name="saved">Saved progress.</param>
    /// <param name="entries">
    /// Entries of pending messages that <see cref="ProgressSnapshot.NeedEntries" />, and copies of those that are deleted. A message without its
    /// entry could never be delivered again.
    /// </param>
    /// <param name="clock">Clock of the stream.</param>
    /// <param name="options">Options with the limits.</param>
    /// <param name="firstKept">First offset that the log keeps. What is before it, and neither settled nor copied, is missed.</param>
    public GroupProgress(
        ProgressSnapshot saved,
        IReadOnlyDictionary<long, QueueEntry> entries,
        SteadyClock clock,
        DeliveryOptions options,
        long firstKept = 1)
    {
        (_clock, _options) = (clock, options);
        Cursor = Math.Max(saved.Cursor, firstKept - 1);
        Missed = saved.Missed;
        var missed = Cursor - saved.Cursor;
        Rewound = saved.Rewound;
        Replayed = saved.Replayed;
        Filter = saved.Filter ?? GroupFilter.Unknown;
        _skipped = new SkippedTags(saved.Skipped ?? []);
        foreach (var pending in saved.Pending)
        {
            var entry = entries.GetValueOrDefault(pending.Offset);
            if (entry is null && (pending.Offset < firstKept || pending.NeedsEntry))
            {
                missed++;
                continue;
            }

            var key = pending.Key ?? PendingMessage.KeyOf(entry!.Message.OrderingKey);
            var tag = pending.Key is null ? TagHash.Of(entry!.Message.Tag) : pending.TagHash;
            // Release 0.1 saved no wait. Keep what is left of it, so that the next node knows it.
            var due = clock.Due(pending.DueAt, pending.Wait > TimeSpan.Zero ? pending.Wait : RetryPolicy.LongestDelay);
            var left = due - clock.Now;
            Add(new PendingMessage(pending.Offset, key, tag, pending.Attempt)
            {
                // It is read again when it is due.
                Entry = pending.NeedsEntry || MayWaitLoaded ? entry : null,
                Failures = pending.Failures,
                DueAt = due,
                Wait = pending.Wait > TimeSpan.Zero || left <= TimeSpan.Zero ? pending.Wait : left,
                Reason = pending.Reason,
                DeadLettering = pending.DeadLettering,
                Suspect = pending.Suspect,
                IsSaved = true,
            });
        }

        Miss(missed);
    }

    public long Cursor { get; private set; }

    /// <summary>Bytes of the bodies in memory.</summary>
    public long Bytes { get; private set; }

    /// <summary>True when more may be read.</summary>
    public bool HasRoom => !IsFull && !IsFullOfBodies;

    /// <summary>True when as many messages are pending as may be.</summary>
    public bool IsFull => _pending.Count >= _options.MaxPending;

    /// <summary>True when so few messages are pending again that reading goes on for a while.</summary>
    public bool IsFarFromFull => _pending.Count < _options.MaxPending - (_options.MaxPending / 20);

    /// <summary>True when as many bytes of bodies are in memory as may be.</summary>
    public bool IsFullOfBodies => Bytes >= _options.MaxPendingBytes;

    /// <summary>True when messages that wait may keep their bodies in memory.</summary>
    public bool MayWaitLoaded => Bytes <= _options.MaxPendingBytes / 2;

    public IReadOnlyCollection<PendingMessage> Pending => _pending.Values;

    /// <summary>True when something changed after the last save.</summary>
    public bool Changed { get; private set; }

    /// <summary>True when the changes since the last whole save are so many that a new one is worth it.</summary>
    public bool IsWholeDue =>
        _savesSinceWhole >= Math.Max(MostSaves, _pending.Count / PendingPerSave)
        || _changesSinceWhole > Math.Max(LeastChanges, _pending.Count);

    /// <summary>Called at the first change after a save.</summary>
    public Action? FirstChange { get; set; }

    public Rewound? Rewound { get; }

    /// <summary>Last letter that a replay has put back.</summary>
    public ReplayMark? Replayed { get; private set; }

    /// <summary>Filter of the group.</summary>
    public GroupFilter Filter { get; private set; }

    /// <summary>Number of messages that were deleted before the group had settled them.</summary>
    public long Missed { get; private set; }

    /// <summary>Messages that the group skipped, by tag.</summary>
    public IReadOnlyList<SkippedTag> Skipped => _skipped.All;

    /// <summary>Takes another filter. It is saved with the next save.</summary>
    public void Take(GroupFilter filter)
    {
        (Filter, _isFilterChanged) = (filter, true);
        Touch();
    }

    /// <summary>Adds the next entry of the log to the pending messages.</summary>
    public PendingMessage Read(QueueEntry entry)
    {
        Pass(entry);
        var message = NewOf(entry, deliveries: 0);
        message.Wait = entry.Message.Delay;
        message.DueAt = _clock.Due(entry.CommittedAt + entry.Message.Delay, entry.Message.Delay);
        Touch(message);
        return Add(message);
    }

    /// <summary>Passes over the next entry of the log, which the group does not want. That settles it.</summary>
    public void Skip(QueueEntry entry)
    {
        Pass(entry);
        CountSkipped(entry.Message.Tag);
    }

    /// <summary>Settles a pending message that the group does not want any more.</summary>
    public void Skip(PendingMessage message, string? tag)
    {
        Settle(message);
        CountSkipped(tag);
    }

    /// <summary>
    /// Makes a settled message pending again, with a new budget of failures. False when it is pending already, or not read yet.
    /// </summary>
    public bool PutBack(QueueEntry entry, int attempts, [NotNullWhen(true)] out PendingMessage? message)
    {
        message = null;
        if (entry.Offset > Cursor || _pending.ContainsKey(entry.Offset))
            return false;
        message = NewOf(entry, attempts);
        message.DueAt = _clock.Now;
        Touch(message);
        Add(message);
        return true;
    }

    /// <summary>Takes a message that has to wait. Its body stays in memory only while half of the room for bodies is free.</summary>
    public void Wait(PendingMessage message)
    {
        if (!MayWaitLoaded && !message.DeadLettering)
            Drop(message);
    }

    /// <summary>Keeps the body of a message that was read again.</summary>
    public void Load(PendingMessage message, QueueEntry entry)
    {
        message.Entry = entry;
        Bytes += message.Bytes;
    }

    /// <summary>Records that all letters of a replay up to one were put back, or cannot be.</summary>
    public void Replay(ReplayMark mark)
    {
        Replayed = mark;
        Touch();
    }

    /// <summary>Settles a pending message whose entry is deleted.</summary>
    public void Miss(PendingMessage message)
    {
        Settle(message);
        Miss(1);
    }

    /// <summary>Takes the number of missed messages that were not taken before.</summary>
    public long TakeMissed()
    {
        var missed = _newlyMissed;
        _newlyMissed = 0;
        return missed;
    }

    public PendingMessage? Find(long offset) => _pending.GetValueOrDefault(offset);

    public void Settle(PendingMessage message)
    {
        if (!_pending.Remove(message.Offset))
            throw new InvalidOperationException($"Offset {message.Offset} is already settled.");
        message.Settled = true;
        if (message.IsSaved)
            _settled.Add(message.Offset);
        _changed.Remove(message);
        Drop(message);
        Touch();
    }

    /// <summary>Records a change of a pending message that must survive a crash.</summary>
    public void Touch(PendingMessage message)
    {
        _changed.Add(message);
        Touch();
    }

    /// <summary>Takes all of the progress, for a whole save.</summary>
    public ProgressSnapshot TakeWhole()
    {
        Saved();
        (_savesSinceWhole, _changesSinceWhole) = (0, 0);
        foreach (var message in _pending.Values)
            message.IsSaved = true;
        _skipped.TakeChanged();
        return new ProgressSnapshot(Cursor, InOrder(_pending.Values), Rewound, Replayed, Tag: 0, Filter, Skipped, Missed);
    }

    /// <summary>Takes what has changed since the last save. The register fills in the tags.</summary>
    public ProgressChanges TakeChanges()
    {
        var pending = InOrder(_changed.Where(message => !message.Settled));
        var settled = _settled.Order().ToArray();
        var filter = _isFilterChanged ? Filter : null;
        Saved();
        _savesSinceWhole++;
        _changesSinceWhole += pending.Length + settled.Length;
        return new ProgressChanges(Tag: 0, After: 0, Cursor, pending, settled, Replayed, filter, _skipped.TakeChanged(), Missed);
    }

    private void Saved()
    {
        foreach (var message in _changed)
            message.IsSaved = true;
        _changed.Clear();
        _settled.Clear();
        _isFilterChanged = false;
        Changed = false;
    }

    private PendingOffset[] InOrder(IEnumerable<PendingMessage> messages)
    {
        var pending = messages.Select(message => new PendingOffset(
            message.Offset,
            message.Attempt,
            message.Failures,
            _clock.TimeOfDayAt(message.DueAt),
            message.Reason,
            message.DeadLettering,
            message.Suspect,
            // Zero is for a wait that nobody knows. By a clock that was ahead, a message without a wait would be due much later on another node.
            message.Wait > TimeSpan.Zero ? message.Wait : NoWait,
            message.Key,
            message.TagHash)).ToArray();
        Array.Sort(pending, static (a, b) => a.Offset.CompareTo(b.Offset));
        return pending;
    }

    private void Touch()
    {
        if (Changed)
            return;
        Changed = true;
        FirstChange?.Invoke();
    }

    private void Pass(QueueEntry entry)
    {
        if (entry.Offset - entry.Missing != Cursor + 1)
            throw new InvalidOperationException($"The next offset must be {Cursor + 1}, but is {entry.Offset} after {entry.Missing} deleted ones.");
        Cursor = entry.Offset;
        Miss(entry.Missing);
        Touch();
    }

    private void Miss(long messages)
    {
        if (messages == 0)
            return;
        (Missed, _newlyMissed) = (Missed + messages, _newlyMissed + messages);
        DeliveryMetrics.Missed.Add(messages);
        Touch();
    }

    private void CountSkipped(string? tag)
    {
        _skipped.Add(tag);
        DeliveryMetrics.Skipped.Add(1);
    }

    private void Drop(PendingMessage message)
    {
        Bytes -= message.Bytes;
        message.Entry = null;
    }

    private static PendingMessage NewOf(QueueEntry entry, int deliveries) =>
        new(entry.Offset, PendingMessage.KeyOf(entry.Message.OrderingKey), TagHash.Of(entry.Message.Tag), deliveries) { Entry = entry };

    private PendingMessage Add(PendingMessage message)
    {
        _pending.Add(message.Offset, message);
        Bytes += message.Bytes;
        return message;
    }
}

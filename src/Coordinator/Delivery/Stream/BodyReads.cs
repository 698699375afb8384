using System.Diagnostics.CodeAnalysis;
using Coordinator.Delivery.Progress;
using Coordinator.Topics.Log;

namespace Coordinator.Delivery.Stream;

/// <summary>Messages that are due and whose body is not in memory. Their entries are read from the log, one page at a time.</summary>
internal sealed class BodyReads(GroupProgress progress)
{
    /// <summary>Most messages that wait for their bodies.</summary>
    public const int Most = 512;

    // Entries between two that are needed are read along, to save a further read.
    private const int NearBy = 16;

    private readonly SortedDictionary<long, PendingMessage> _needed = [];
    private readonly Queue<PendingMessage> _loaded = [];
    private readonly ReadPace _pace = new();
    private bool _isReading;
    private (long First, long Last) _reading;

    /// <summary>True when as many wait for their bodies as are read ahead.</summary>
    public bool IsFull(int readAhead) => _needed.Count >= readAhead && _loaded.Count == 0;

    /// <summary>Returns true, and keeps the message, when its body must be read first.</summary>
    public bool MustRead(PendingMessage message)
    {
        if (message.IsLoaded || message.Settled)
            return false;
        // A message may be on its way twice. One read serves both.
        if (_needed.TryGetValue(message.Offset, out var same) && same == message)
            message.OnItsWay--;
        _needed[message.Offset] = message;
        return true;
    }

    /// <summary>Takes a message whose body has been read.</summary>
    public bool TryTake([NotNullWhen(true)] out PendingMessage? message)
    {
        // It may have waited again meanwhile, and lost its body by that.
        while (_loaded.TryDequeue(out message))
        {
            if (!MustRead(message))
                return true;
        }

        return false;
    }

    /// <summary>Begins the next read; <c>null</c> when none is needed, or one is under way.</summary>
    public (long First, long Last)? Next()
    {
        if (_isReading || _needed.Count == 0 || (_loaded.Count > 0 && progress.IsFullOfBodies))
            return null;
        var (first, last) = (0L, 0L);
        foreach (var offset in _needed.Keys)
        {
            if (first == 0)
                first = offset;
            else if (offset - last > NearBy || offset - first >= _pace.Next)
                break;
            last = offset;
        }

        _isReading = true;
        // What waits behind will be needed soon. The next message of a key that was stuck for long should not need a read of its own.
        _reading = (first, Math.Max(last, Math.Min(first + _pace.Next - 1, progress.Cursor)));
        return _reading;
    }

    /// <summary>Ends a read with its entries.</summary>
    /// <returns>Messages whose entries are deleted. They can never be delivered again.</returns>
    public IReadOnlyList<PendingMessage> Read(IReadOnlyList<QueueEntry> entries)
    {
        _isReading = false;
        _pace.Passed(entries);
        var deleted = TakeDeleted(entries is [var kept, ..] ? kept.Offset : _reading.Last + 1);
        foreach (var entry in entries)
        {
            if (_needed.Remove(entry.Offset, out var message))
            {
                _loaded.Enqueue(message);
                if (!message.Settled && !message.IsLoaded)
                    progress.Load(message, entry);
            }
            else if (progress.Find(entry.Offset) is { IsLoaded: false } waiting && progress.MayWaitLoaded)
            {
                progress.Load(waiting, entry);
            }
        }

        return deleted;
    }

    /// <summary>Ends a read that failed. It is repeated.</summary>
    public void Failed() => _isReading = false;

    /// <summary>Removes the messages of the read that are before the first entry which it found.</summary>
    private List<PendingMessage> TakeDeleted(long firstKept)
    {
        var deleted = new List<PendingMessage>();
        foreach (var message in _needed.Values.Where(message => message.Offset >= _reading.First && message.Offset < firstKept).ToList())
        {
            _needed.Remove(message.Offset);
            if (message.IsLoaded)
                _loaded.Enqueue(message);
            else if (message.Holder is null && !message.DeadLettering && !message.Settled)
                deleted.Add(message);
            else
                // A member has it, or its dead letter is on its way: neither needs the body.
                message.OnItsWay--;
        }

        return deleted;
    }
}

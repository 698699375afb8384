namespace Coordinator.Topics.Log;

/// <summary>Latest durable entries of a log, for readers. They are limited in number and size, and have no gaps.</summary>
internal sealed class LogTail(int maxEntries, long maxBytes)
{
    private (QueueEntry Entry, int Bytes)[] _ring = new (QueueEntry, int)[16];
    private int _count;
    private long _bytes;

    /// <summary>Last offset of the log; 0 when it never had an entry.</summary>
    public long End { get; private set; }

    /// <summary>First offset that is in memory; <see cref="End" /> + 1 when none is.</summary>
    public long First => End - _count + 1;

    /// <summary>Time at which the last entry was appended; <c>null</c> when none was in memory.</summary>
    public DateTimeOffset? LastAppendedAt { get; private set; }

    /// <summary>Sets the end of a log of which nothing is in memory yet.</summary>
    public void StartAfter(long offset)
    {
        if (_count > 0)
            throw new InvalidOperationException("The tail must be empty, but has entries.");
        End = offset;
    }

    public void Add(QueueEntry entry)
    {
        if (entry.Offset != End + 1)
            throw new InvalidOperationException($"The next offset must be {End + 1}, but is {entry.Offset}.");
        if (_count == _ring.Length)
            Grow();
        var bytes = EntrySize.Of(entry.Message);
        _ring[Slot(entry.Offset)] = (entry, bytes);
        _count++;
        _bytes += bytes;
        End = entry.Offset;
        LastAppendedAt = entry.AppendedAt;
        while (_count > maxEntries || (_bytes > maxBytes && _count > 1))
            Evict();
    }

    /// <summary>Reads entries from an offset that is in memory.</summary>
    public QueueEntry[] Read(long from, int max)
    {
        var page = new QueueEntry[Math.Max(0, Math.Min(max, End - from + 1))];
        for (var i = 0; i < page.Length; i++)
            page[i] = _ring[Slot(from + i)].Entry;
        return page;
    }

    private int Slot(long offset) => (int)(offset & (_ring.Length - 1));

    private void Evict()
    {
        ref var oldest = ref _ring[Slot(First)];
        _bytes -= oldest.Bytes;
        oldest = default;
        _count--;
    }

    private void Grow()
    {
        var larger = new (QueueEntry, int)[_ring.Length * 2];
        for (var offset = First; offset <= End; offset++)
            larger[offset & (larger.Length - 1)] = _ring[Slot(offset)];
        _ring = larger;
    }
}

using Coordinator.Contracts;

namespace Coordinator.Topics.Log;

/// <summary>
/// Ids of the latest entries of a log, without gaps. An entry's <c>AppendedAt</c> is never less than its transaction's
/// <c>CommittedAt</c> and never decreases along the log, whatever the clocks do. So a transaction that was committed after the last
/// evicted entry was appended has all of its entries here.
/// </summary>
internal sealed class AppendedIds(int maxEntries, TimeSpan window)
{
    // Offset of the latest entry of each id. A caller's own id may have a second life after its transaction was deleted.
    private readonly Dictionary<MessageId, long> _ids = [];
    private Entry[] _ring = new Entry[16];
    private long _first = 1;
    private int _count;

    /// <summary>Latest time of an append before the first id here.</summary>
    private DateTimeOffset _appendedBefore = DateTimeOffset.MinValue;

    public int Count => _count;

    /// <summary>Offset of the first entry whose id is here.</summary>
    public long First => _first;

    /// <summary>Number of further ids, of entries before the first, that fit.</summary>
    public int Room => Math.Max(0, maxEntries - _count);

    /// <summary>True when the message of a transaction that was committed at that time is here. An earlier entry is of an earlier life of the id.</summary>
    public bool Contains(MessageId id, DateTimeOffset committedAt) =>
        _ids.TryGetValue(id, out var offset) && _ring[Slot(offset)].AppendedAt >= committedAt;

    /// <summary>True when all existing entries of a transaction that was committed at that time are here.</summary>
    public bool Covers(DateTimeOffset committedAt) => _first == 1 || _appendedBefore < committedAt;

    /// <summary>Starts after a part of the log that is not in memory, or not in the journal any more.</summary>
    public void StartAfter(long offset, DateTimeOffset appendedBefore)
    {
        _first = offset + 1;
        _appendedBefore = appendedBefore;
    }

    public void Add(MessageId id, DateTimeOffset appendedAt, DateTimeOffset now)
    {
        Reserve();
        _ring[Slot(_first + _count)] = new Entry(id, appendedAt);
        _ids[id] = _first + _count;
        _count++;
        while (_count > maxEntries || (_count > 1 && _ring[Slot(_first)].AppendedAt < now - window))
            Evict();
    }

    /// <summary>Adds the id of the entry before the first.</summary>
    public void Prepend(MessageId id, DateTimeOffset appendedAt)
    {
        Reserve();
        _first--;
        _count++;
        _ring[Slot(_first)] = new Entry(id, appendedAt);
        _appendedBefore = appendedAt;
        _ids.TryAdd(id, _first);
    }

    private void Evict()
    {
        ref var oldest = ref _ring[Slot(_first)];
        if (_ids[oldest.Id] == _first)
            _ids.Remove(oldest.Id);
        _appendedBefore = oldest.AppendedAt;
        oldest = default;
        _count--;
        _first++;
    }

    private int Slot(long offset) => (int)(offset & (_ring.Length - 1));

    private void Reserve()
    {
        if (_count < _ring.Length)
            return;
        var larger = new Entry[_ring.Length * 2];
        for (var offset = _first; offset < _first + _count; offset++)
            larger[offset & (larger.Length - 1)] = _ring[Slot(offset)];
        _ring = larger;
    }

    private readonly record struct Entry(MessageId Id, DateTimeOffset AppendedAt);
}

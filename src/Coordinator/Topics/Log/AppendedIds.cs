using Coordinator.Contracts;

namespace Coordinator.Topics.Log;

/// <summary>
/// The ids of the latest entries of a log, and from when on they are all of them. An entry's <c>AppendedAt</c> is never less than
/// its transaction's <c>CommittedAt</c>, whichever clocks made the two, and never decreases along the log. So an id that is
/// not here, of a transaction decided after the entry before the first one here was appended, is nowhere in the log.
/// </summary>
internal sealed class AppendedIds(int maxEntries, TimeSpan window)
{
    private readonly HashSet<MessageId> _ids = [];
    private Entry[] _ring = new Entry[16];
    private long _first = 1;
    private int _count;

    /// <summary>Nothing before the first id here was appended later than this.</summary>
    private DateTimeOffset _appendedBefore = DateTimeOffset.MinValue;

    public int Count => _count;

    /// <summary>The offset of the first entry that is here.</summary>
    public long First => _first;

    /// <summary>Room for that many ids of entries before the first.</summary>
    public int Room => Math.Max(0, maxEntries - _count);

    public bool Contains(MessageId id) => _ids.Contains(id);

    /// <summary>Whether all entries of a transaction that was decided then must be here, if there are any.</summary>
    public bool Covers(DateTimeOffset committedAt) => _first == 1 || _appendedBefore < committedAt;

    /// <summary>Begin after a part of the log that is not here.</summary>
    public void StartAfter(long offset, DateTimeOffset appendedBefore)
    {
        _first = offset + 1;
        _appendedBefore = appendedBefore;
    }

    public void Add(MessageId id, DateTimeOffset appendedAt, DateTimeOffset now)
    {
        Reserve();
        _ring[Slot(_first + _count)] = new Entry(id, appendedAt);
        _count++;
        _ids.Add(id);
        while (_count > maxEntries || (_count > 1 && _ring[Slot(_first)].AppendedAt < now - window))
            Evict();
    }

    /// <summary>Adds the entry before the first.</summary>
    public void Prepend(MessageId id, DateTimeOffset appendedAt)
    {
        Reserve();
        _first--;
        _count++;
        _ring[Slot(_first)] = new Entry(id, appendedAt);
        _appendedBefore = appendedAt;
        _ids.Add(id);
    }

    private void Evict()
    {
        ref var oldest = ref _ring[Slot(_first)];
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

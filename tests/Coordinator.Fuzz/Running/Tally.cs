namespace Coordinator.Fuzz.Running;

/// <summary>Counts of what was sent and what came of it. They show whether a run has reached what it attacks.</summary>
internal sealed class Tally
{
    private long _connections;
    private long _bytes;
    private long _sessions;
    private long _refusals;
    private long _items;
    private long _ended;
    private long _heldBack;

    public long Connections => Volatile.Read(ref _connections);

    public long Bytes => Volatile.Read(ref _bytes);

    public long Sessions => Volatile.Read(ref _sessions);

    public long Refusals => Volatile.Read(ref _refusals);

    /// <summary>Items that sessions sent.</summary>
    public long Items => Volatile.Read(ref _items);

    /// <summary>Connections that the coordinator ended.</summary>
    public long Ended => Volatile.Read(ref _ended);

    /// <summary>Writes that the coordinator did not take in time.</summary>
    public long HeldBack => Volatile.Read(ref _heldBack);

    public void Connected() => Interlocked.Increment(ref _connections);

    public void Wrote(long bytes) => Interlocked.Add(ref _bytes, bytes);

    public void WasHeldBack() => Interlocked.Increment(ref _heldBack);

    public void Finished(Received received)
    {
        Interlocked.Add(ref _items, received.Items);
        if (received.Gate is not null)
            Interlocked.Increment(ref _sessions);
        if (received.Refusals is not null)
            Interlocked.Increment(ref _refusals);
        if (received.IsEnded)
            Interlocked.Increment(ref _ended);
    }
}

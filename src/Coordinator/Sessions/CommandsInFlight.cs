namespace Coordinator.Sessions;

/// <summary>Commands of one session that wait for their replies, limited in number, in bytes and in ticks.</summary>
internal sealed class CommandsInFlight(int limit, long maxBytes, long ticksToLive)
{
    private readonly Dictionary<CommandKey, (long Tick, long Bytes)> _started = [];
    // Ordered by start, and therefore by end. A finished command stays until its time is over.
    private readonly Queue<(CommandKey Key, long Started)> _order = [];
    private long _bytes;

    public int Count => _started.Count;

    /// <summary>
    /// Adds a command; false when a limit is reached. A repetition of a waiting command does not count. A command without messages needs no
    /// bytes, and the first one with messages may have any size.
    /// </summary>
    public bool TryStart(CommandKey key, long bytes, long tick)
    {
        if (_started.ContainsKey(key))
            return true;
        if (_started.Count >= limit || (bytes > 0 && _bytes > 0 && _bytes + bytes > maxBytes))
            return false;
        _started.Add(key, (tick, bytes));
        _bytes += bytes;
        _order.Enqueue((key, tick));
        return true;
    }

    public bool Contains(CommandKey key) => _started.ContainsKey(key);

    public void Finish(CommandKey key)
    {
        if (_started.Remove(key, out var started))
            _bytes -= started.Bytes;
    }

    /// <summary>Removes a command that has waited too long.</summary>
    public bool TryExpire(long tick, out CommandKey expired)
    {
        while (_order.TryPeek(out var oldest) && oldest.Started + ticksToLive <= tick)
        {
            _order.Dequeue();
            expired = oldest.Key;
            if (!_started.TryGetValue(expired, out var started) || started.Tick != oldest.Started)
                continue;
            Finish(expired);
            return true;
        }

        expired = default;
        return false;
    }
}

namespace Coordinator.Sessions;

/// <summary>The commands of one session that wait for their replies: so many, and for so many ticks.</summary>
internal sealed class CommandsInFlight(int limit, long ticksToLive)
{
    private readonly Dictionary<CommandKey, long> _started = [];
    // In the order of their starts, which is that of their ends. Finished ones stay until their time.
    private readonly Queue<(CommandKey Key, long Started)> _order = [];

    public int Count => _started.Count;

    /// <summary>False when there is no room. A repetition of a waiting command takes none.</summary>
    public bool TryStart(CommandKey key, long tick)
    {
        if (_started.ContainsKey(key))
            return true;
        if (_started.Count >= limit)
            return false;
        _started.Add(key, tick);
        _order.Enqueue((key, tick));
        return true;
    }

    public void Finish(CommandKey key) => _started.Remove(key);

    /// <summary>Takes out one that has waited too long.</summary>
    public bool TryExpire(long tick, out CommandKey expired)
    {
        while (_order.TryPeek(out var oldest) && oldest.Started + ticksToLive <= tick)
        {
            _order.Dequeue();
            expired = oldest.Key;
            if (_started.TryGetValue(expired, out var started) && started == oldest.Started)
                return _started.Remove(expired);
        }

        expired = default;
        return false;
    }
}

namespace Coordinator.Sessions;

/// <summary>Commands of one session that wait for their replies, limited in number and in ticks.</summary>
internal sealed class CommandsInFlight(int limit, long ticksToLive)
{
    private readonly Dictionary<CommandKey, long> _started = [];
    // Ordered by start, and therefore by end. A finished command stays until its time is over.
    private readonly Queue<(CommandKey Key, long Started)> _order = [];

    public int Count => _started.Count;

    /// <summary>Adds a command; false when the limit is reached. A repetition of a waiting command does not count.</summary>
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

    /// <summary>Removes a command that has waited too long.</summary>
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

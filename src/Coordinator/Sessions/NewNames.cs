using Coordinator.Common;

namespace Coordinator.Sessions;

/// <summary>Rate of new names of topics and groups of topics at a node, of all participants together. Safe for concurrent use.</summary>
/// <param name="perMinute">Names per minute. As many may come at once.</param>
/// <param name="time">Clock.</param>
internal sealed class NewNames(int perMinute, TimeProvider time)
{
    private readonly Lock _lock = new();
    private readonly TokenBucket _bucket = new(perMinute / 60d, time.GetUtcNow(), perMinute);

    public string Refusal =>
        $"this node takes at most {perMinute} new names of topics and consumer groups of topics per minute (sessions.newNamesPerMinute).";

    public bool TryTake()
    {
        lock (_lock)
            return _bucket.TryTake(time.GetUtcNow());
    }

    public void Return()
    {
        lock (_lock)
            _bucket.Return();
    }
}

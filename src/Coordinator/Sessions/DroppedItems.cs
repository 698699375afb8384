using Akka.Event;
using Coordinator.Common;
using Coordinator.Contracts;

namespace Coordinator.Sessions;

/// <summary>
/// Counts and logs items of a session's frames that have no effect. Each cause gets one line per ten seconds, because a frame can hold any
/// number of them.
/// </summary>
internal sealed class DroppedItems(InstanceId instance, ILoggingAdapter log, TimeProvider time)
{
    private readonly LogThrottle _throttle = new(time);

    /// <param name="cause">Cause, in one or two words, by which the items are counted.</param>
    /// <param name="detail">Description of the item, as the end of a sentence. It is made for the log only.</param>
    public void Add(string cause, Func<string> detail)
    {
        SessionMetrics.Dropped.Add(1, new KeyValuePair<string, object?>("cause", cause));
        if (_throttle.IsDue(cause, out var leftOut))
            log.Warning("Dropped an item of participant {0}: {1} {2} more such items were dropped since the last such line.", instance, detail(), leftOut);
    }
}

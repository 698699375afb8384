using Akka.Event;
using Coordinator.Common;
using Coordinator.Contracts;

namespace Coordinator.Sessions;

/// <summary>
/// Counts and logs items of a session's frames that have no effect. Each cause gets one line per ten seconds and participant. A frame can
/// hold any number of them, and a participant can open sessions one after the other.
/// </summary>
/// <param name="instance">Instance of the session.</param>
/// <param name="principal">Participant, or address, whose sessions share the lines.</param>
/// <param name="log">Log.</param>
/// <param name="throttle">Throttle of all sessions of the node.</param>
internal sealed class DroppedItems(InstanceId instance, string principal, ILoggingAdapter log, LogThrottle throttle)
{
    /// <param name="cause">Cause, in one or two words, by which the items are counted.</param>
    /// <param name="detail">Description of the item, as the end of a sentence. It is made for the log only.</param>
    public void Add(string cause, Func<string> detail)
    {
        SessionMetrics.Dropped.Add(1, new KeyValuePair<string, object?>("cause", cause));
        if (throttle.IsDue($"{cause} {principal}", out var leftOut))
        {
            log.Warning(
                "Dropped an item of participant {Participant}: {Detail} {Others} more such items were dropped since the last such line.",
                instance, detail(), leftOut);
        }
    }
}

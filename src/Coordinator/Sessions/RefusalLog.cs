using Akka.Event;
using Coordinator.Common;
using Coordinator.Contracts;
using Coordinator.Contracts.Sessions;
using Coordinator.Sessions.Access;

namespace Coordinator.Sessions;

/// <summary>Counts and logs refused sessions. Each kind of refusal gets one line per ten seconds, because a peer can cause any number.</summary>
internal sealed class RefusalLog(ILoggingAdapter log, TimeProvider time)
{
    private const string Line = "Refused to open a session for {0} from {1}: {2}";

    private readonly LogThrottle _throttle = new(time);

    /// <param name="instance">Instance that asked, when the message names it.</param>
    /// <param name="connection">Connection from which it asked.</param>
    /// <param name="refused">Refusal.</param>
    /// <param name="isExpected">True when the node is starting or stopping, which needs nobody's attention.</param>
    public void Add(InstanceId? instance, PeerConnection connection, SessionRefused refused, bool isExpected)
    {
        SessionMetrics.Refused.Add(1, new KeyValuePair<string, object?>("refusal", refused.Refusal.ToString()));
        if (!_throttle.IsDue(refused.Refusal.ToString(), out var leftOut))
            return;
        var more = leftOut == 0 ? "" : $" {leftOut} more were refused as {refused.Refusal} since the last such line.";
        var name = instance?.ToString() ?? "an unknown instance";
        if (isExpected)
            log.Info(Line, name, connection.Address, refused.Detail + more);
        else
            log.Warning(Line, name, connection.Address, refused.Detail + more);
    }
}

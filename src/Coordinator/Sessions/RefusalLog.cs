using Akka.Event;
using Coordinator.Common;
using Coordinator.Contracts.Sessions;
using Coordinator.Sessions.Access;

namespace Coordinator.Sessions;

/// <summary>Counts and logs refused sessions. Each kind of refusal gets one line per ten seconds, because a peer can cause any number.</summary>
internal sealed class RefusalLog(ILoggingAdapter log, TimeProvider time)
{
    private const string Line =
        "Refused to open a session for {Instance} from {Address}: {Detail} {Others} more were refused as {Refusal} since the last such line.";

    private readonly LogThrottle _throttle = new(time);

    /// <param name="open">Request for the session; <c>null</c> when it is not known.</param>
    /// <param name="connection">Connection from which it asked.</param>
    /// <param name="refused">Refusal.</param>
    /// <param name="isExpected">True when the node is starting or stopping, which needs nobody's attention.</param>
    public void Add(OpenSession? open, PeerConnection connection, SessionRefused refused, bool isExpected)
    {
        SessionMetrics.Refused.Add(1, new KeyValuePair<string, object?>("refusal", refused.Refusal.ToString()));
        if (!_throttle.IsDue(refused.Refusal.ToString(), out var leftOut))
            return;
        if (isExpected)
            log.Info(Line, NameOf(open), connection.Address, refused.Detail, leftOut, refused.Refusal);
        else
            log.Warning(Line, NameOf(open), connection.Address, refused.Detail, leftOut, refused.Refusal);
    }

    // A claimed name is a stranger's text until it is proven.
    private static string NameOf(OpenSession? open) => open is null ? "an unknown instance"
        : open.Claim is { } claim && SessionClaim.NameProblem(claim.Name) is null ? $"{open.Instance} (as {claim.Name})"
        : $"{open.Instance}";
}

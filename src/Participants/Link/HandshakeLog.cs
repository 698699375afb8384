using Akka.Actor;
using Coordinator.Contracts;
using Coordinator.Contracts.Sessions;
using Microsoft.Extensions.Logging;

namespace Coordinator.Participants.Link;

/// <summary>Logs how sessions open, fail and end. A failure that lasts is logged at first and then once a minute.</summary>
internal sealed class HandshakeLog(InstanceId instance, ILogger logger)
{
    private readonly LogThrottle _unreachable = new();
    private readonly LogThrottle _refused = new();
    private readonly LogThrottle _notSigned = new();
    private readonly LogThrottle _superseded = new();

    public void Opened(string sessionId, Address node)
    {
        _unreachable.Reset();
        _refused.Reset();
        _notSigned.Reset();
        logger.LogInformation("Session {Session} with the coordinator at {Node} is open", sessionId, node);
    }

    public void Moved(string node, string reason) =>
        logger.LogInformation("The session moves away from the coordinator at {Node}: {Reason}", node, reason);

    public void Lost(string node, string reason) =>
        logger.LogWarning("The session with the coordinator at {Node} is lost: {Reason}", node, reason);

    public void Failed(string reason) => logger.LogDebug("No session with the coordinator: {Reason}", reason);

    public void RoundFailed(string reason, DateTimeOffset now)
    {
        if (_unreachable.IsDue(now))
        {
            logger.LogWarning(
                "No contact point of the coordinator opens a session; the last reason: {Reason}. The participant keeps trying", reason);
        }
    }

    public void Refused(string node, SessionRefused refused, DateTimeOffset now)
    {
        if (_refused.IsDue(now))
        {
            logger.LogError(
                "{Node} refuses a session to {Instance} ({Refusal}): {Detail} Nothing is sent or received until this is corrected. "
                    + "The participant tries again about once a minute",
                node,
                instance,
                refused.Refusal,
                refused.Detail);
        }
    }

    public void NotSigned(string node, DateTimeOffset now)
    {
        if (_notSigned.IsDue(now))
        {
            logger.LogError(
                "{Node} opened a session for {Instance}, but did not prove that it knows the secret of this participant. "
                    + "It may be no coordinator of yours. Nothing is sent to it. The participant tries again about once a minute",
                node,
                instance);
        }
    }

    public void Superseded(DateTimeOffset now)
    {
        if (_superseded.IsDue(now))
        {
            logger.LogError(
                "Another process opened a session as instance {Instance}, which ended the session of this process. "
                    + "Set CoordinatorParticipantOptions.Instance to a different value in each process, or leave it out",
                instance);
        }
    }
}

using Akka.Actor;
using Akka.Event;
using Akka.Hosting.Logging;

namespace Coordinator.Participants.Hosting;

/// <summary>
/// Akka's words in the service's log, without the stack trace that remoting writes whenever a connection ends: the link says so
/// in a line.
/// </summary>
internal sealed class ParticipantLogger : LoggerFactoryLogger
{
    protected override void Log(LogEvent log, ActorPath path)
    {
        if (log.Cause?.GetType().Name != "EndpointDisassociatedException")
            base.Log(log, path);
    }
}

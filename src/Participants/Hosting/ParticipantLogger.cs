using Akka.Actor;
using Akka.Event;
using Akka.Hosting.Logging;

namespace Coordinator.Participants.Hosting;

/// <summary>
/// Writes Akka's log to the log of the service. It omits the stack trace that remoting writes when a connection ends, because the link
/// logs that in one line.
/// </summary>
internal sealed class ParticipantLogger : LoggerFactoryLogger
{
    protected override void Log(LogEvent log, ActorPath path)
    {
        if (log.Cause?.GetType().Name != "EndpointDisassociatedException")
            base.Log(log, path);
    }
}

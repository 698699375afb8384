using Akka.Actor;
using Akka.Event;
using Akka.Hosting.Logging;

namespace Coordinator.Edge;

/// <summary>
/// Writes Akka's log of the edge to the log of the node. It omits what remoting says about single connections, because any peer could fill
/// the log with it: the edge tells the ends of connections in its own words.
/// </summary>
internal sealed class EdgeLogger : LoggerFactoryLogger
{
    protected override void Log(LogEvent log, ActorPath path)
    {
        if (log.LogClass?.Namespace?.StartsWith("Akka.Remote", StringComparison.Ordinal) is not true)
            base.Log(log, path);
    }
}

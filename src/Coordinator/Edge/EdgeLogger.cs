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
    // The parent of an actor logs its failure under a class of its own.
    private const string Connections = "/system/endpointManager";

    protected override void Log(LogEvent log, ActorPath path)
    {
        if (!IsOfRemoting(log))
            base.Log(log, path);
    }

    private static bool IsOfRemoting(LogEvent log) =>
        log.LogClass?.Namespace?.StartsWith("Akka.Remote", StringComparison.Ordinal) is true
        || log.LogSource?.Contains(Connections, StringComparison.Ordinal) is true;
}

using Akka.Event;
using Coordinator.Contracts.Logging;

namespace Coordinator.Edge;

/// <summary>
/// Writes Akka's log of the edge to the log of the node. It omits what remoting says about single connections, because any peer could fill
/// the log with it: the edge tells the ends of connections in its own words.
/// </summary>
internal sealed class EdgeLogger : SystemLogger
{
    // The parent of an actor logs its failure under a class of its own.
    private const string Connections = "/system/endpointManager";

    protected override string? CategoryOf(LogEvent entry) => IsOfConnection(entry) ? null : "Coordinator.Edge";

    private static bool IsOfConnection(LogEvent entry) =>
        IsOfRemoting(entry) || entry.LogSource?.Contains(Connections, StringComparison.Ordinal) is true;
}

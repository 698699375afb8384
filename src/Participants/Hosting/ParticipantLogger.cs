using Akka.Event;
using Coordinator.Contracts.Logging;

namespace Coordinator.Participants.Hosting;

/// <summary>
/// Writes Akka's log to the log of the service. It omits what remoting says when a connection ends or cannot be opened, because the link
/// logs that in one line.
/// </summary>
internal sealed class ParticipantLogger : SystemLogger
{
    private static readonly string[] EndsOfConnections =
        ["Association with remote system", "Tried to associate with unreachable remote address", "AssociationError", "No response from remote"];

    protected override string? CategoryOf(LogEvent entry) =>
        IsEndOfConnection(entry) ? null
        : IsOfRemoting(entry) ? "Coordinator.Participants.Link"
        : "Coordinator.Participants";

    private static bool IsEndOfConnection(LogEvent entry) =>
        entry.Cause?.GetType().Name is "EndpointDisassociatedException"
        || (IsOfRemoting(entry) && entry.Message.ToString() is { } text
            && EndsOfConnections.Any(beginning => text.StartsWith(beginning, StringComparison.Ordinal)));
}

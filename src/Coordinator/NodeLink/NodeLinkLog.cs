using System.Diagnostics.Metrics;
using Coordinator.Common;

namespace Coordinator.NodeLink;

/// <summary>Log and metrics of connections between nodes, with one line for each cause in ten seconds.</summary>
internal sealed partial class NodeLinkLog(ILogger logger, TimeProvider clock)
{
    private static readonly Counter<long> RefusedPeers = CoordinatorMeter.Instance.CreateCounter<long>("coordinator.nodes.connections.refused");

    private static readonly Counter<long> DroppedMessages = CoordinatorMeter.Instance.CreateCounter<long>("coordinator.nodes.messages.dropped");

    private readonly LogThrottle _throttle = new(clock);

    /// <summary>A peer was refused.</summary>
    public void Refused(string peer, string reason)
    {
        RefusedPeers.Add(1);
        if (_throttle.IsDue("refused", out var others))
            LogRefused(logger, peer, reason, others);
    }

    /// <summary>A node sent a message that nodes do not send.</summary>
    public void Dropped(string message)
    {
        DroppedMessages.Add(1);
        if (_throttle.IsDue(message, out var others))
            LogDropped(logger, message, others);
    }

    /// <summary>The process of a node has ended without a word.</summary>
    public void Gone(string node)
    {
        if (_throttle.IsDue(node, out _))
            LogGone(logger, node);
    }

    [LoggerMessage(1, LogLevel.Warning, "Refused a connection of {Peer} as a node: {Reason} ({Others} more in the last 10 s)")]
    private static partial void LogRefused(ILogger logger, string peer, string reason, long others);

    [LoggerMessage(
        3,
        LogLevel.Warning,
        "The process of node {Node} has ended: its address refuses connections, and the database has released its lock. The others take over")]
    private static partial void LogGone(ILogger logger, string node);

    [LoggerMessage(2, LogLevel.Error, "Dropped {Message} of another node, which no node sends ({Others} more in the last 10 s)")]
    private static partial void LogDropped(ILogger logger, string message, long others);
}

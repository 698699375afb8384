using System.Diagnostics.Metrics;
using Coordinator.Common;

namespace Coordinator.Edge;

/// <summary>Log and metrics of participants' connections. Peers cannot flood the log: each cause has one line in ten seconds.</summary>
internal sealed partial class EdgeLog(ILogger logger, TimeProvider clock)
{
    private static readonly UpDownCounter<long> Connections =
        CoordinatorMeter.Instance.CreateUpDownCounter<long>("coordinator.connections.open");

    private static readonly Counter<long> RefusedPeers = CoordinatorMeter.Instance.CreateCounter<long>("coordinator.connections.refused");

    private static readonly Counter<long> Violations = CoordinatorMeter.Instance.CreateCounter<long>("coordinator.connections.violations");

    private readonly LogThrottle _throttle = new(clock);

    public static void Opened() => Connections.Add(1);

    /// <summary>A peer was refused before its connection was read.</summary>
    public void Refused(string peer, string reason)
    {
        RefusedPeers.Add(1);
        if (_throttle.IsDue("refused", out var others))
            LogRefused(logger, peer, reason, others);
    }

    /// <summary>A connection has ended. An end without a session is a warning.</summary>
    public void Ended(EdgeConnection connection, string reason)
    {
        Connections.Add(-1);
        if (connection.HadSession)
        {
            LogEndedWithSession(logger, connection.Peer.Address, reason);
            return;
        }

        Violations.Add(1);
        if (_throttle.IsDue("ended", out var others))
            LogEnded(logger, connection.Peer.Address, reason, others);
    }

    [LoggerMessage(1, LogLevel.Warning, "Refused a connection of {Peer}: {Reason} ({Others} more in the last 10 s)")]
    private static partial void LogRefused(ILogger logger, string peer, string reason, long others);

    [LoggerMessage(2, LogLevel.Warning, "The connection of {Peer} ended without a session: {Reason} ({Others} more in the last 10 s)")]
    private static partial void LogEnded(ILogger logger, string peer, string reason, long others);

    [LoggerMessage(3, LogLevel.Information, "The connection of {Peer} with a session ended: {Reason}")]
    private static partial void LogEndedWithSession(ILogger logger, string peer, string reason);
}

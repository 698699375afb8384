using System.Diagnostics.Metrics;
using Coordinator.Common;

namespace Coordinator.Sessions;

internal static class SessionMetrics
{
    private static readonly Meter Meter = CoordinatorMeter.Instance;

    public static readonly UpDownCounter<long> Open = Meter.CreateUpDownCounter<long>("coordinator.sessions.open");
    public static readonly Counter<long> Refused = Meter.CreateCounter<long>("coordinator.sessions.refused");
    public static readonly Counter<long> TimedOut = Meter.CreateCounter<long>("coordinator.sessions.timed_out");
    public static readonly Counter<long> Superseded = Meter.CreateCounter<long>("coordinator.sessions.superseded");
    public static readonly Counter<long> Moved = Meter.CreateCounter<long>("coordinator.sessions.moved");
    public static readonly Counter<long> Commands = Meter.CreateCounter<long>("coordinator.session.commands");
    public static readonly Counter<long> Busy = Meter.CreateCounter<long>("coordinator.session.commands.busy");
    public static readonly Counter<long> Repeated = Meter.CreateCounter<long>("coordinator.session.commands.repeated");
    public static readonly Counter<long> Unanswered = Meter.CreateCounter<long>("coordinator.session.commands.unanswered");
    public static readonly Counter<long> Dropped = Meter.CreateCounter<long>("coordinator.session.items.dropped");
}

using System.Diagnostics.Metrics;
using Coordinator.Common;

namespace Coordinator.Sessions.Access;

internal static class AccessMetrics
{
    public static readonly Counter<long> ProofsWrong =
        CoordinatorMeter.Instance.CreateCounter<long>("coordinator.sessions.proofs.wrong");

    public static readonly Counter<long> ProofsDelayed =
        CoordinatorMeter.Instance.CreateCounter<long>("coordinator.sessions.proofs.delayed");
}

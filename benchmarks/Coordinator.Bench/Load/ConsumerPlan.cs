using System.Globalization;

namespace Coordinator.Bench.Load;

/// <summary>What one consumer process does.</summary>
/// <param name="Group">The group that it is a member of.</param>
/// <param name="FromEnd">Whether a group that is new sees later messages only.</param>
/// <param name="KeepsArrivals">Whether it remembers when each message came.</param>
/// <param name="KeepsSamples">Whether it writes its latencies down one by one.</param>
internal sealed record ConsumerPlan(string Group, bool FromEnd = false, bool KeepsArrivals = false, bool KeepsSamples = false)
{
    public static string GroupName(int number) => string.Create(CultureInfo.InvariantCulture, $"bench-consumers-{number}");

    /// <summary>As the command line of a process says it.</summary>
    public IEnumerable<string> Arguments =>
    [
        "--group", Group,
        "--from-end", FromEnd ? "true" : "false",
        "--arrivals", KeepsArrivals ? "true" : "false",
        "--samples", KeepsSamples ? "true" : "false",
    ];
}

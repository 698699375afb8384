using System.Globalization;

namespace Coordinator.Bench.Load;

/// <summary>Work of one consumer process.</summary>
/// <param name="Group">Consumer group that the process is a member of.</param>
/// <param name="FromEnd">Whether a new group receives later messages only.</param>
/// <param name="KeepsArrivals">Whether the process records when each message arrived.</param>
/// <param name="KeepsSamples">Whether the process writes each latency to a file.</param>
/// <param name="Declines">Producer whose messages the process declines for a day; <c>null</c> for none.</param>
internal sealed record ConsumerPlan(
    string Group, bool FromEnd = false, bool KeepsArrivals = false, bool KeepsSamples = false, int? Declines = null)
{
    public static string GroupName(int number) => string.Create(CultureInfo.InvariantCulture, $"bench-consumers-{number}");

    /// <summary>Gets the plan as command line arguments of a process.</summary>
    public IEnumerable<string> Arguments =>
    [
        "--group", Group,
        "--from-end", FromEnd ? "true" : "false",
        "--arrivals", KeepsArrivals ? "true" : "false",
        "--samples", KeepsSamples ? "true" : "false",
        .. Declines is { } producer ? (string[])["--declines", producer.ToString(CultureInfo.InvariantCulture)] : [],
    ];
}

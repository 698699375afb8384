using Coordinator.Contracts.Consuming;

namespace Coordinator.Delivery.Common;

/// <summary>How messages reach the members of consumer groups.</summary>
internal sealed class DeliveryOptions
{
    /// <summary>
    /// How long a delivery may go unsettled when the consumer asks for nothing else. Default: 60 s. Range: 1 s to 12 h.
    /// </summary>
    public TimeSpan Lease { get; set; } = TimeSpan.FromSeconds(60);

    /// <summary>How often a delivery may fail before the message becomes a dead letter. Default: 16. Range: 1 to 1,000.</summary>
    public int MaxAttempts { get; set; } = 16;

    /// <summary>
    /// The waits after the first, second, ... failure; the last one repeats. Numbers with a unit (s, m, h or d), separated by
    /// blanks. Default: those of RocketMQ. Range: one at least, each 0 to 40 days.
    /// </summary>
    public string RetryLevels { get; set; } = "10s 30s 1m 2m 3m 4m 5m 6m 7m 8m 9m 10m 20m 30m 1h 2h";

    /// <summary>
    /// Messages per queue and group that wait behind another of their ordering key. Full: reading pauses.
    /// Default: 1,024. Range: 1 to 65,536.
    /// </summary>
    public int MaxHeldBack { get; set; } = 1_024;

    /// <summary>
    /// Messages per queue and group that wait for their time, delayed or in back-off. Full: reading pauses.
    /// Default: 4,096. Range: 1 to 65,536.
    /// </summary>
    public int MaxWaiting { get; set; } = 4_096;

    /// <summary>
    /// Deliveries in flight per queue and group, however much room its members have. Default: 4,096. Range: 1 to 65,536.
    /// </summary>
    public int MaxInFlight { get; set; } = 4_096;

    /// <summary>
    /// Bytes of messages kept in memory per queue and group until they are settled. Full: reading pauses.
    /// Default: 64 MiB. Range: 1 MiB to 16 GiB.
    /// </summary>
    public long MaxPendingBytes { get; set; } = 64 * 1024 * 1024;

    /// <summary>
    /// How long changes of a group's progress are gathered before they are saved; what was acknowledged in that time comes
    /// again after a crash. Default: 200 ms. Range: 1 ms to 1 min.
    /// </summary>
    public TimeSpan ProgressFlushInterval { get; set; } = TimeSpan.FromMilliseconds(200);

    /// <summary>How long a group stays in memory without a member. Default: 1 min. Range: 1 s to 1 day.</summary>
    public TimeSpan IdleAfter { get; set; } = TimeSpan.FromMinutes(1);

    /// <summary>What is wrong, per key: the key, its value and what is allowed.</summary>
    public IEnumerable<string> Problems() => new[]
    {
        Range("lease", Lease, Subscribe.LeaseRange.Min, Subscribe.LeaseRange.Max),
        Range("maxAttempts", MaxAttempts, 1, 1_000),
        Common.RetryLevels.Problem(RetryLevels) is { } problem ? $"delivery:retryLevels {problem}" : null,
        Range("maxHeldBack", MaxHeldBack, 1, 65_536),
        Range("maxWaiting", MaxWaiting, 1, 65_536),
        Range("maxInFlight", MaxInFlight, 1, 65_536),
        Range("maxPendingBytes", MaxPendingBytes, 1024 * 1024, 16L * 1024 * 1024 * 1024),
        Range("progressFlushInterval", ProgressFlushInterval, TimeSpan.FromMilliseconds(1), TimeSpan.FromMinutes(1)),
        Range("idleAfter", IdleAfter, TimeSpan.FromSeconds(1), TimeSpan.FromDays(1)),
    }.OfType<string>();

    private static string? Range<T>(string key, T value, T min, T max)
        where T : IComparable<T> =>
        value.CompareTo(min) < 0 || value.CompareTo(max) > 0 ? $"delivery:{key} is {value}; {min} to {max} are allowed." : null;
}

using Coordinator.Common;

namespace Coordinator.Delivery.Common;

/// <summary>Delivery of messages to the members of consumer groups.</summary>
internal sealed class DeliveryOptions
{
    /// <summary>Time that a consumer has to settle a delivery, unless it asks for another.</summary>
    [OptionRange("1s", "12h")]
    public TimeSpan Lease { get; set; } = TimeSpan.FromSeconds(60);

    /// <summary>Failed deliveries after which a message becomes a dead letter.</summary>
    [OptionRange("1", "1000")]
    public int MaxAttempts { get; set; } = 16;

    /// <summary>
    /// Delays after the first, second, ... failure, separated by blanks. The last one repeats.
    /// </summary>
    public string RetryLevels { get; set; } = "10s 30s 1m 2m 3m 4m 5m 6m 7m 8m 9m 10m 20m 30m 1h 2h";

    /// <summary>
    /// Messages per queue and group that were read and are not settled: delayed, in back-off, or behind another of their ordering key. Those
    /// whose tag no present member asks for count too. Each takes up to 500 bytes, with its reason. Full: reading pauses.
    /// </summary>
    [OptionRange("1", "10000000")]
    public int MaxPending { get; set; } = 1_048_576;

    /// <summary>
    /// Dead letters that a group may have. Further ones stay pending in their queues, hold up their ordering keys, and are taken when there is room.
    /// </summary>
    [OptionRange("1", "10000000")]
    public int MaxDeadLetters { get; set; } = 100_000;

    /// <summary>Deliveries in flight per queue and group, however much room its members have.</summary>
    [OptionRange("1", "65536")]
    public int MaxInFlight { get; set; } = 4_096;

    /// <summary>
    /// Bytes of message bodies kept in memory per queue and group. Those that wait keep half of it, and are read again when they are due.
    /// Full: reading pauses.
    /// </summary>
    [OptionRange("1MiB", "16GiB")]
    public long MaxPendingBytes { get; set; } = 64 * 1024 * 1024;

    /// <summary>
    /// Time for which changes of a group's progress are gathered before they are saved. Messages acknowledged in that time
    /// are delivered again after a crash.
    /// </summary>
    [OptionRange("1ms", "1m")]
    public TimeSpan ProgressFlushInterval { get; set; } = TimeSpan.FromMilliseconds(200);

    /// <summary>
    /// Time for which a group takes the messages of tags that no member asks for any more. It counts while the group has other members.
    /// </summary>
    [OptionRange("1m", "30d")]
    public TimeSpan FilterKeep { get; set; } = TimeSpan.FromDays(1);

    /// <summary>Time after which consumers are told anew which messages never come again, so that they may purge their inboxes.</summary>
    [OptionRange("1s", "1h")]
    public TimeSpan BoundInterval { get; set; } = TimeSpan.FromMinutes(1);

    /// <summary>Time that a group without a member stays in memory.</summary>
    [OptionRange("1s", "1d")]
    public TimeSpan IdleAfter { get; set; } = TimeSpan.FromMinutes(1);

    /// <summary>Errors, one sentence per key; empty when all is well.</summary>
    public IEnumerable<string> Problems()
    {
        foreach (var problem in OptionRange.Problems(this))
            yield return problem;
        if (Common.RetryLevels.Problem(RetryLevels) is { } wrong)
            yield return $"retryLevels {wrong}";
    }
}

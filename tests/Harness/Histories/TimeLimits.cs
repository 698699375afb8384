namespace Coordinator.Harness.Histories;

/// <summary>
/// Time limits of the promises about time. They count calm time only. The time of a fault and of the recovery from it does not count. Neither
/// does the time in which something that the history shows holds up what is judged.
/// </summary>
public sealed record TimeLimits
{
    /// <summary>Time from the first entry that does not count, because all processes have just started.</summary>
    public TimeSpan Start { get; init; }

    /// <summary>From the moment at which a message is due until it arrives.</summary>
    public TimeSpan Delivery { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>From the moment at which stored messages can be handed over until the coordinator has them.</summary>
    public TimeSpan HandOver { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>Longest back-off of a declined message.</summary>
    public TimeSpan BackOff { get; init; } = TimeSpan.FromSeconds(3);

    /// <summary>Lease of the consumers.</summary>
    public TimeSpan Lease { get; init; } = TimeSpan.FromSeconds(8);

    /// <summary>From the Prepare until the first check.</summary>
    public TimeSpan FirstCheck { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>Longest time between two checks, with its jitter.</summary>
    public TimeSpan CheckInterval { get; init; } = TimeSpan.FromSeconds(7);

    /// <summary>Time that a check may be late.</summary>
    public TimeSpan CheckDelay { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>Time limit of a call.</summary>
    public TimeSpan Call { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>Time that a call may take longer, because its process is busy.</summary>
    public TimeSpan CallDelay { get; init; } = TimeSpan.FromSeconds(5);
}

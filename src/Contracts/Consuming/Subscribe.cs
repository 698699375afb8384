namespace Coordinator.Contracts.Consuming;

/// <summary>A member of a consumer group wants messages of a topic.</summary>
/// <param name="Group">The group: all its members together get each message at least once.</param>
/// <param name="Topic">The topic; it is created when it does not exist.</param>
/// <param name="Start">Where a group that the topic does not know yet begins. No effect on a known group.</param>
/// <param name="MaxInFlight">
/// Room for that many unacknowledged messages at this member, 1 to 65,536. It is shared out among the topic's queues, each
/// of which gets room for one at least.
/// </param>
/// <param name="Lease">
/// How long a delivery may go unanswered before it is redelivered, 1 second to 12 hours. <c>null</c>: the coordinator's default.
/// </param>
/// <param name="Tags">
/// Only messages with one of these tags. Empty: all messages. All members of a group should ask for the same.
/// </param>
internal sealed record Subscribe(
    ConsumerGroup Group,
    Topic Topic,
    StartPosition Start,
    int MaxInFlight,
    TimeSpan? Lease,
    IReadOnlyCollection<string> Tags) : IFrameItem
{
    /// <summary>The most room that a member may ask for.</summary>
    public const int MaxInFlightLimit = 65_536;

    /// <summary>The range of a lease.</summary>
    public static readonly (TimeSpan Min, TimeSpan Max) LeaseRange = (TimeSpan.FromSeconds(1), TimeSpan.FromHours(12));

    /// <summary>What is wrong with this command, in words for its author; <c>null</c> when nothing is.</summary>
    public string? Problem() => this switch
    {
        { MaxInFlight: < 1 or > MaxInFlightLimit } =>
            $"max in flight {MaxInFlight} is out of range; 1 to {MaxInFlightLimit} are allowed.",
        { Lease: { } lease } when lease < LeaseRange.Min || lease > LeaseRange.Max =>
            $"lease {lease} is out of range; {LeaseRange.Min} to {LeaseRange.Max} are allowed.",
        _ => null,
    };
}

using Coordinator.Contracts.Common;
using Coordinator.Contracts.Messages;

namespace Coordinator.Contracts.Consuming;

/// <summary>Asks for messages of a topic, on behalf of a member of a consumer group.</summary>
/// <param name="Group">The group. Its members together get each message at least once.</param>
/// <param name="Topic">The topic, which is created when it does not exist.</param>
/// <param name="Start">Start of a group that the topic does not know yet. It has no effect on a known group.</param>
/// <param name="MaxInFlight">
/// Most unacknowledged messages at this member, 1 to 65,536. The number is divided among the queues of the topic, and each queue
/// gets at least one.
/// </param>
/// <param name="Lease">
/// Time after which an unsettled delivery is redelivered, 1 second to 12 hours. <c>null</c>: the coordinator's default.
/// </param>
/// <param name="Tags">
/// Selects messages with one of these tags for this member, at most <see cref="MaxTags" />. Empty: all messages. The group takes the
/// union of what its members ask for.
/// </param>
/// <param name="Concurrency">
/// Most handlers that run at a time, 1 to <see cref="MaxInFlightLimit" />; 0: as many as messages are at this member. Messages behind
/// them have not begun when the process ends.
/// </param>
internal sealed record Subscribe(
    ConsumerGroup Group,
    Topic Topic,
    StartPosition Start,
    int MaxInFlight,
    TimeSpan? Lease,
    IReadOnlyCollection<string> Tags,
    int Concurrency = 0) : IFrameItem
{
    /// <summary>Largest <see cref="MaxInFlight" />.</summary>
    public const int MaxInFlightLimit = 65_536;

    /// <summary>Most tags of a subscription.</summary>
    public const int MaxTags = 64;

    /// <summary>Range of a lease.</summary>
    public static readonly (TimeSpan Min, TimeSpan Max) LeaseRange = (TimeSpan.FromSeconds(1), TimeSpan.FromHours(12));

    /// <summary>Describes the first wrong value for the author of the command. <c>null</c>: all values are valid.</summary>
    public string? Problem() =>
        AllowedRange.Problem("max in flight", MaxInFlight, 1, MaxInFlightLimit)
        ?? AllowedRange.Problem("concurrency", Concurrency, 0, MaxInFlightLimit)
        ?? (Lease is { } lease ? AllowedRange.Problem("lease", lease, LeaseRange.Min, LeaseRange.Max) : null)
        ?? TagsProblem(Tags);

    /// <summary>Describes the first wrong tag. <c>null</c>: there is none.</summary>
    public static string? TagsProblem(IReadOnlyCollection<string> tags) => tags.Count > MaxTags
        ? $"a subscription has {tags.Count} tags; at most {MaxTags} are allowed."
        : tags.Select(tag => MessageLimits.LabelProblem("tag", tag)).FirstOrDefault(problem => problem is not null);
}

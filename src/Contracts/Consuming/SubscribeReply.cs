namespace Coordinator.Contracts.Consuming;

/// <summary>The answer to a <see cref="Subscribe" />. Once accepted, no later commit passes the group by.</summary>
/// <param name="Group">The group.</param>
/// <param name="Topic">The topic.</param>
/// <param name="Accepted">Whether deliveries may follow.</param>
/// <param name="Retryable">When refused: whether the same request can succeed later.</param>
/// <param name="Detail">When refused: why, in words for people.</param>
internal sealed record SubscribeReply(
    ConsumerGroup Group,
    Topic Topic,
    bool Accepted,
    bool Retryable = false,
    string? Detail = null) : IFrameItem;

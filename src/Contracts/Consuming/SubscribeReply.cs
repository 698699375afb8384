namespace Coordinator.Contracts.Consuming;

/// <summary>Answers a <see cref="Subscribe" />. The group gets every message that is committed after its acceptance.</summary>
/// <param name="Group">The group.</param>
/// <param name="Topic">The topic.</param>
/// <param name="Accepted">True when deliveries may follow.</param>
/// <param name="Retryable">True for a refusal of a request that can succeed later.</param>
/// <param name="Detail">Reason of a refusal, for people.</param>
internal sealed record SubscribeReply(
    ConsumerGroup Group,
    Topic Topic,
    bool Accepted,
    bool Retryable = false,
    string? Detail = null) : IFrameItem;

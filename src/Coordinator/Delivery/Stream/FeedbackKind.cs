namespace Coordinator.Delivery.Stream;

internal enum FeedbackKind
{
    /// <summary>The message is settled. The next one of its ordering key may pass.</summary>
    Left,

    /// <summary>The message was settled, and was put back.</summary>
    PutBack,

    /// <summary>The message is to be delivered again.</summary>
    Redeliver,

    /// <summary>The message has no member with room, although other members have room.</summary>
    Returned,

    /// <summary>A message that waits may have a member now.</summary>
    HasRoom,
}

namespace Coordinator.Delivery.Common;

/// <summary>Knowledge of the end of a consumer's process, for the deliveries that it had. The values are sent between nodes.</summary>
internal enum ConsumerLoss
{
    /// <summary>The process left, or its node was lost. No delivery is to blame.</summary>
    None = 0,

    /// <summary>The process was lost. Any delivery that it had begun may be the reason.</summary>
    Lost = 1,

    /// <summary>The process was lost with one delivery in all, which may be the reason.</summary>
    LostWithOne = 2,

    /// <summary>
    /// The session moves to another node, and the process goes on with what it has begun. Its deliveries are kept for it for a moment.
    /// </summary>
    Moved = 3,
}

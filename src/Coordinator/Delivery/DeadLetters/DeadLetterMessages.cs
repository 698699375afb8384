using Coordinator.Contracts;
using Coordinator.Delivery.Common;
using Coordinator.NodeProtocol;

namespace Coordinator.Delivery.DeadLetters;

/// <summary>Whatever is addressed to the dead letters of one group; the region finds them by the group.</summary>
internal interface IDeadLetterMessage : INodeMessage
{
    ConsumerGroup Group { get; }
}

/// <summary>
/// A delivery gave up on a message. Repeated until answered with <see cref="DeadLetterAdded" />; counts once. The number of
/// attempts tells a repetition from a message that was replayed and failed again.
/// </summary>
internal sealed record AddDeadLetter(
    ConsumerGroup Group,
    QueueId Queue,
    long Offset,
    MessageId Message,
    int Attempts,
    string? Reason) : IDeadLetterMessage;

internal sealed record DeadLetterAdded(ConsumerGroup Group, QueueId Queue, long Offset, int Attempts)
    : IOutdated, INodeMessage, IDeliverySignal;

/// <summary>Answered with a <see cref="DeadLetterPage" />.</summary>
/// <param name="Group">The group.</param>
/// <param name="After">The number of the last dead letter that was seen; 0 for the first page.</param>
/// <param name="Max">At most that many, 1 to 1,000.</param>
internal sealed record ListDeadLetters(ConsumerGroup Group, long After = 0, int Max = 100) : IDeadLetterMessage;

internal sealed record DeadLetterPage(ConsumerGroup Group, IReadOnlyList<DeadLetter> Letters, int Total) : INodeMessage;

/// <summary>
/// Deliver them again, with a fresh budget. Answered with <see cref="DeadLettersReplayed" /> when they are pending again,
/// durably; those that could not be put back in time are still dead letters.
/// </summary>
/// <param name="Group">The group.</param>
/// <param name="Numbers">Which; <c>null</c> for all, as many as one command takes.</param>
/// <param name="Who">The operator.</param>
internal sealed record ReplayDeadLetters(ConsumerGroup Group, IReadOnlyList<long>? Numbers, string Who) : IDeadLetterMessage;

/// <param name="Group">The group.</param>
/// <param name="Replayed">How many were.</param>
/// <param name="Left">How many dead letters there still are.</param>
/// <param name="Busy">Another replay is under way, or not all could be put back: ask again.</param>
internal sealed record DeadLettersReplayed(ConsumerGroup Group, int Replayed, int Left, bool Busy) : INodeMessage;

/// <summary>Drop them for good. Answered with <see cref="DeadLettersDiscarded" />.</summary>
internal sealed record DiscardDeadLetters(
    ConsumerGroup Group,
    IReadOnlyList<long> Numbers,
    string Who,
    string Why) : IDeadLetterMessage;

internal sealed record DeadLettersDiscarded(ConsumerGroup Group, int Discarded, int Left) : INodeMessage;

/// <summary>The key of the dead letters' shard region in the actor registry.</summary>
internal sealed class DeadLetterRegion;

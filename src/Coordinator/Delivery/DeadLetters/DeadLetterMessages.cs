using Coordinator.Contracts;
using Coordinator.Delivery.Common;
using Coordinator.NodeProtocol;

namespace Coordinator.Delivery.DeadLetters;

/// <summary>Message to the dead letters of one group. The shard region finds the entity by the group.</summary>
internal interface IDeadLetterMessage : INodeMessage
{
    ConsumerGroup Group { get; }
}

/// <summary>
/// Dead-letters a message. The delivery repeats it until it is answered with <see cref="DeadLetterAdded" />. A repetition has no
/// effect. The number of attempts tells a repetition from a message that was replayed and failed again.
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

/// <summary>Asks for a page of dead letters. Answered with a <see cref="DeadLetterPage" />.</summary>
/// <param name="Group">The group.</param>
/// <param name="After">Number of the last dead letter of the page before; 0 for the first page.</param>
/// <param name="Max">Largest number of dead letters to return, 1 to 1,000.</param>
internal sealed record ListDeadLetters(ConsumerGroup Group, long After = 0, int Max = 100) : IDeadLetterMessage;

internal sealed record DeadLetterPage(ConsumerGroup Group, IReadOnlyList<DeadLetter> Letters, int Total) : INodeMessage;

/// <summary>
/// Delivers dead letters again, with a new budget of failures. Answered with <see cref="DeadLettersReplayed" /> when they are
/// durably pending again. Those that could not be put back in time remain dead letters.
/// </summary>
/// <param name="Group">The group.</param>
/// <param name="Numbers">Numbers of the dead letters; <c>null</c> for all, up to the limit of one command.</param>
/// <param name="Who">The operator.</param>
internal sealed record ReplayDeadLetters(ConsumerGroup Group, IReadOnlyList<long>? Numbers, string Who) : IDeadLetterMessage;

/// <param name="Group">The group.</param>
/// <param name="Replayed">Number of dead letters that were replayed.</param>
/// <param name="Left">Number of dead letters that remain.</param>
/// <param name="Busy">True when another replay runs, or when not all could be put back. The operator repeats the command.</param>
internal sealed record DeadLettersReplayed(ConsumerGroup Group, int Replayed, int Left, bool Busy) : INodeMessage;

/// <summary>Drops dead letters for ever. Answered with <see cref="DeadLettersDiscarded" />.</summary>
internal sealed record DiscardDeadLetters(
    ConsumerGroup Group,
    IReadOnlyList<long> Numbers,
    string Who,
    string Why) : IDeadLetterMessage;

internal sealed record DeadLettersDiscarded(ConsumerGroup Group, int Discarded, int Left) : INodeMessage;

/// <summary>Key of the shard region of dead letters in the actor registry.</summary>
internal sealed class DeadLetterRegion;

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
    string? Reason,
    int Generation = 0) : IDeadLetterMessage;

internal sealed record DeadLetterAdded(ConsumerGroup Group, QueueId Queue, long Offset, int Attempts)
    : IOutdated, INodeMessage, IDeliverySignal;

/// <summary>
/// Tells that a consumer has handled a message after all. Its dead letter is removed, unless it is of a later delivery. Not answered.
/// </summary>
/// <param name="Group">The group.</param>
/// <param name="Queue">The queue.</param>
/// <param name="Offset">Offset of the message.</param>
/// <param name="Attempt">Number of the delivery that was handled.</param>
/// <param name="Instance">Instance that handled it; <c>null</c> from a node of a release that does not tell.</param>
internal sealed record AcknowledgeDeadLetter(
    ConsumerGroup Group, QueueId Queue, long Offset, int Attempt, InstanceId? Instance) : IDeadLetterMessage;

/// <summary>Asks for a page of dead letters. Answered with a <see cref="DeadLetterPage" />.</summary>
/// <param name="Group">The group.</param>
/// <param name="After">Number of the last dead letter of the page before; 0 for the first page.</param>
/// <param name="Max">Largest number of dead letters to return, 1 to 1,000.</param>
/// <param name="In">Range that the messages of the letters are in; <c>null</c> for all letters.</param>
internal sealed record ListDeadLetters(ConsumerGroup Group, long After = 0, int Max = 100, LetterRange? In = null) : IDeadLetterMessage;

/// <summary>Offsets of a queue, for its dead letters.</summary>
/// <param name="Queue">The queue.</param>
/// <param name="From">First offset.</param>
/// <param name="Before">First offset after the range.</param>
internal sealed record LetterRange(QueueId Queue, long From, long Before)
{
    public bool Includes(DeadLetter letter) => letter.Queue == Queue && letter.Offset >= From && letter.Offset < Before;
}

internal sealed record DeadLetterPage(ConsumerGroup Group, IReadOnlyList<DeadLetter> Letters, int Total) : INodeMessage;

/// <summary>
/// Request of an earlier release, whose replay had one write per letter and no id. Answered with <see cref="DeadLettersReplayed" />,
/// which says busy: a node of this release starts a replay with <see cref="StartReplay" />.
/// </summary>
internal sealed record ReplayDeadLetters(ConsumerGroup Group, IReadOnlyList<long>? Numbers, string Who) : IDeadLetterMessage;

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

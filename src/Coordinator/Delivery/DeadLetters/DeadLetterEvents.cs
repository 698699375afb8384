using Coordinator.Contracts;
using Coordinator.Persistence.Schemas;

namespace Coordinator.Delivery.DeadLetters;

internal interface IDeadLetterEvent : IJournaled
{
    QueueId Queue { get; }

    long Offset { get; }
}

internal sealed record DeadLettered(
    MessageId Message,
    QueueId Queue,
    long Offset,
    int Attempts,
    string? Reason,
    DateTimeOffset At) : IDeadLetterEvent;

internal sealed record DeadLetterReplayed(QueueId Queue, long Offset, string Who, DateTimeOffset At) : IDeadLetterEvent;

internal sealed record DeadLetterDiscarded(
    QueueId Queue,
    long Offset,
    string Who,
    string Why,
    DateTimeOffset At) : IDeadLetterEvent;

using Coordinator.Contracts;

namespace Coordinator.Delivery.DeadLetters;

/// <summary>A message that the group could not handle.</summary>
/// <param name="Number">Rises with each dead letter of the group; what operators name it by.</param>
/// <param name="Message">The message.</param>
/// <param name="Queue">Where its content still is,</param>
/// <param name="Offset">and at which place.</param>
/// <param name="Attempts">Hand-overs that it had.</param>
/// <param name="Reason">Of the last failure.</param>
/// <param name="At">When it was given up.</param>
internal sealed record DeadLetter(
    long Number,
    MessageId Message,
    QueueId Queue,
    long Offset,
    int Attempts,
    string? Reason,
    DateTimeOffset At);

using Coordinator.Contracts;

namespace Coordinator.Delivery.DeadLetters;

/// <summary>A message that the group could not handle.</summary>
/// <param name="Number">Number of the dead letter, which operators use. It rises with each dead letter of the group.</param>
/// <param name="Message">Id of the message.</param>
/// <param name="Queue">Queue that holds the body.</param>
/// <param name="Offset">Offset of the body in that queue.</param>
/// <param name="Attempts">Number of deliveries.</param>
/// <param name="Reason">Reason of the last failure.</param>
/// <param name="At">Time at which the message was dead-lettered.</param>
/// <param name="Generation">Number that tells the group from earlier ones of its name in the topic.</param>
internal sealed record DeadLetter(
    long Number,
    MessageId Message,
    QueueId Queue,
    long Offset,
    int Attempts,
    string? Reason,
    DateTimeOffset At,
    int Generation = 0);

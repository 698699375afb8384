using Coordinator.Contracts;
using Coordinator.Persistence.Schemas;

namespace Coordinator.Delivery.DeadLetters;

internal interface IDeadLetterEvent : IJournaled;

internal sealed record DeadLettered(
    MessageId Message,
    QueueId Queue,
    long Offset,
    int Attempts,
    string? Reason,
    DateTimeOffset At,
    int Generation = 0) : IDeadLetterEvent;

/// <summary>Written by releases that replayed one letter at a time.</summary>
internal sealed record DeadLetterReplayed(QueueId Queue, long Offset, string Who, DateTimeOffset At) : IDeadLetterEvent;

internal sealed record DeadLetterDiscarded(
    QueueId Queue,
    long Offset,
    string Who,
    string Why,
    DateTimeOffset At) : IDeadLetterEvent;

/// <summary>Records that a consumer has handled the message after all.</summary>
/// <param name="Number">Number of the dead letter.</param>
/// <param name="Attempt">Number of the delivery that was handled.</param>
/// <param name="Instance">Instance that handled it; <c>null</c> when it is not known.</param>
/// <param name="At">Time of the acknowledgement.</param>
internal sealed record DeadLetterAcknowledged(long Number, int Attempt, InstanceId? Instance, DateTimeOffset At) : IDeadLetterEvent;

/// <summary>Starts a replay. Its letters never change: one that fails again is a new letter with a higher number.</summary>
/// <param name="Id">Id of the replay.</param>
/// <param name="Numbers">Numbers of the letters; <c>null</c> for all up to <paramref name="UpTo" />.</param>
/// <param name="UpTo">Highest number of the letters.</param>
/// <param name="Total">Number of letters.</param>
/// <param name="Who">The operator.</param>
/// <param name="Why">The reason.</param>
/// <param name="At">Time of the start.</param>
internal sealed record ReplayStarted(
    string Id,
    IReadOnlyList<long>? Numbers,
    long UpTo,
    int Total,
    string Who,
    string Why,
    DateTimeOffset At) : IDeadLetterEvent;

/// <summary>Records that a queue has letters of the running replay again, durably.</summary>
/// <param name="Numbers">Numbers of the letters. One may have been discarded or have failed again meanwhile.</param>
/// <param name="Missing">Numbers of the letters whose message the queue does not have. They remain dead letters.</param>
/// <param name="At">Time of the confirmation.</param>
internal sealed record LettersReplayed(
    IReadOnlyList<long> Numbers,
    IReadOnlyList<long> Missing,
    DateTimeOffset At) : IDeadLetterEvent;

internal sealed record ReplayEnded(DateTimeOffset At) : IDeadLetterEvent;

/// <summary>Drops the dead letters of removed groups. It repeats what was forgotten before, so the events before it may be deleted.</summary>
/// <param name="Forgotten">Topics, each with the latest generation of the group that was removed from it.</param>
/// <param name="Letters">Number of letters that it drops.</param>
/// <param name="Who">The operator.</param>
/// <param name="Why">The reason.</param>
/// <param name="At">Time of the event.</param>
internal sealed record LettersForgotten(
    IReadOnlyList<ForgottenTopic> Forgotten, int Letters, string Who, string Why, DateTimeOffset At) : IDeadLetterEvent;

/// <param name="Topic">The topic.</param>
/// <param name="Generation">Letters of this generation of the group, and of earlier ones, are dropped.</param>
internal sealed record ForgottenTopic(Topic Topic, int Generation);

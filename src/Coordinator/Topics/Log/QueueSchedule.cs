using Coordinator.Contracts;

namespace Coordinator.Topics.Log;

/// <summary>
/// Schedule of a queue: a log of its own, in which messages with a delay wait until they enter the queue. It is written like any queue, so a
/// commit whose messages all go there is one write too. Its number is below zero: -1 for queue 0, -2 for queue 1.
/// </summary>
internal static class QueueSchedule
{
    public static bool IsSchedule(QueueId queue) => queue.Number < 0;

    /// <summary>Returns the schedule of a queue, or the queue of a schedule.</summary>
    public static QueueId Of(QueueId queue) => queue with { Number = NumberOf(queue.Number) };

    /// <inheritdoc cref="Of" />
    public static int NumberOf(int number) => -1 - number;

    /// <summary>Returns the number of the queue that a message is in, or enters when it is due.</summary>
    public static int QueueOf(int number) => number < 0 ? NumberOf(number) : number;
}

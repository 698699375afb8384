using Akka.Actor;
using Coordinator.Contracts;

namespace Coordinator.Topics.Log;

/// <summary>Message between a queue and its schedule. The log of either forwards it to its worker.</summary>
internal interface IScheduleMessage : IQueueMessage;

/// <summary>
/// Creates the props of the worker of a log, as its child. In a schedule, it moves what is due into the queue. In a queue, it wakes the
/// schedule, which nobody else would do after the loss of its node.
/// </summary>
/// <param name="queue">The queue, or the schedule.</param>
/// <param name="log">Its log. It outlives the worker.</param>
internal delegate Props ScheduleWorkerFactory(QueueId queue, IActorRef log);

/// <summary>Sent by a queue at intervals, so that its schedule runs. It also answers <see cref="ScheduleInUse" />.</summary>
/// <param name="Queue">The schedule.</param>
internal sealed record StartSchedule(QueueId Queue) : IScheduleMessage;

/// <summary>Sent by a schedule to its queue when it has messages. Repeated until it is answered with <see cref="StartSchedule" />.</summary>
/// <param name="Queue">The queue.</param>
internal sealed record ScheduleInUse(QueueId Queue) : IScheduleMessage;

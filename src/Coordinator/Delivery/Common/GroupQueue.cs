using Akka.Actor;
using Coordinator.Contracts;

namespace Coordinator.Delivery.Common;

/// <summary>A consumer group in a queue.</summary>
/// <param name="Group">Name of the group.</param>
/// <param name="Queue">The queue.</param>
/// <param name="Generation">Number that tells the group from earlier ones of its name, which were removed.</param>
internal readonly record struct GroupQueue(ConsumerGroup Group, QueueId Queue, int Generation = 0);

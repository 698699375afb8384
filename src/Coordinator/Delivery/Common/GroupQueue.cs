using Akka.Actor;
using Coordinator.Contracts;

namespace Coordinator.Delivery.Common;

/// <summary>A consumer group in a queue.</summary>
internal readonly record struct GroupQueue(ConsumerGroup Group, QueueId Queue);

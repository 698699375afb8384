using Akka.Actor;
using Coordinator.Contracts;

namespace Coordinator.Delivery.Common;

/// <summary>A queue as one consumer group sees it.</summary>
internal readonly record struct GroupQueue(ConsumerGroup Group, QueueId Queue);

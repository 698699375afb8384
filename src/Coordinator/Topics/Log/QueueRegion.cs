namespace Coordinator.Topics.Log;

/// <summary>Key of the shard region of queues in the actor registry.</summary>
internal sealed class QueueRegion;

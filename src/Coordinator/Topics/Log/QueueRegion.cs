namespace Coordinator.Topics.Log;

/// <summary>The key of the topic queues' shard region in the actor registry.</summary>
internal sealed class QueueRegion;

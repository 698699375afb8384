namespace Coordinator.Topics.Catalog;

/// <summary>Key of the shard region of topics in the actor registry.</summary>
internal sealed class TopicRegion;

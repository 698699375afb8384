namespace Coordinator.Topics.Catalog;

/// <summary>The key of the topics' shard region in the actor registry.</summary>
internal sealed class TopicRegion;

namespace Coordinator.Delivery.Filters;

/// <param name="Tag">Tag of skipped messages, or one of the names in <see cref="SkippedTags" />.</param>
/// <param name="Count">Number of messages that were skipped since the group began, or since its last rewind.</param>
internal sealed record SkippedTag(string Tag, long Count);

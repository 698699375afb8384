namespace Coordinator.Topics.Catalog;

/// <summary>Answer of the catalog to a request that may create a topic or let a group join it.</summary>
/// <param name="QueueCount">Number of queues of the topic. It has no meaning in a refusal.</param>
/// <param name="Refusal">Reason of a refusal; otherwise <c>null</c>.</param>
/// <param name="Retryable">True for a refusal of a request that can succeed later.</param>
internal readonly record struct TopicAnswer(int QueueCount, string? Refusal = null, bool Retryable = false);

using Coordinator.Contracts;
using Coordinator.Topics.Catalog;

namespace Coordinator.Tests.Sessions;

/// <summary>Catalog in which every topic has three queues. Topics unknown to the node reply when the test says so.</summary>
internal sealed class FixedTopics : ITopicCatalog
{
    public const int QueueCount = 3;

    public HashSet<Topic> Known { get; } = [new("orders.paid")];

    public TaskCompletionSource<int> Answer { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public bool TryGetQueueCount(Topic topic, out int queueCount)
    {
        queueCount = QueueCount;
        return Known.Contains(topic);
    }

    public Task<int> GetOrCreateAsync(Topic topic, CancellationToken cancellationToken) => Answer.Task;

    public Task<int> JoinAsync(Topic topic, ConsumerGroup group, CancellationToken cancellationToken) =>
        Known.Contains(topic) ? Task.FromResult(QueueCount) : Answer.Task;

    public Task<TopicDescription?> FindAsync(Topic topic, CancellationToken cancellationToken) =>
        throw new NotSupportedException();

    public Task<IReadOnlyList<Topic>> ListAsync(CancellationToken cancellationToken) => throw new NotSupportedException();
}

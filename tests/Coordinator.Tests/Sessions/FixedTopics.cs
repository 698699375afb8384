using Coordinator.Contracts;
using Coordinator.Topics.Catalog;

namespace Coordinator.Tests.Sessions;

/// <summary>Catalog in which every topic has three queues. Topics unknown to the node reply when the test says so.</summary>
internal sealed class FixedTopics : ITopicCatalog
{
    public const int QueueCount = 3;

    public HashSet<Topic> Known { get; } = [new("orders.paid")];

    public TaskCompletionSource<TopicAnswer> Answer { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Rate of the last request.</summary>
    public ICreationRate? Rate { get; private set; }

    public bool TryGetQueueCount(Topic topic, out int queueCount)
    {
        queueCount = QueueCount;
        return Known.Contains(topic);
    }

    public Task<TopicAnswer> GetOrCreateAsync(Topic topic, ICreationRate rate, CancellationToken cancellationToken)
    {
        Rate = rate;
        return Answer.Task;
    }

    public Task<TopicAnswer> JoinAsync(Topic topic, ConsumerGroup group, ICreationRate rate, CancellationToken cancellationToken)
    {
        Rate = rate;
        return Known.Contains(topic) ? Task.FromResult(new TopicAnswer(QueueCount)) : Answer.Task;
    }

    public Task<TopicDescription?> FindAsync(Topic topic, CancellationToken cancellationToken) =>
        throw new NotSupportedException();

    public Task<IReadOnlyList<Topic>> ListAsync(CancellationToken cancellationToken) => throw new NotSupportedException();
}

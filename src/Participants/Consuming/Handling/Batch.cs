namespace Coordinator.Participants.Consuming.Handling;

/// <summary>Messages that a handler gets together, with the result of each.</summary>
internal sealed class Batch
{
    private readonly List<BatchItem> _items = [];
    private readonly TaskCompletionSource _closed = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Completed when no further message may come.</summary>
    public Task Closed => _closed.Task;

    public int Count => _items.Count;

    public void Add(BatchItem item) => _items.Add(item);

    public void Close() => _closed.TrySetResult();

    /// <summary>Returns the messages in the order of their queues. Copies of several messages are so recorded in one order, and cannot deadlock.</summary>
    public IReadOnlyList<BatchItem> Sorted() =>
    [
        .. _items.OrderBy(item => item.Message.Delivery.Queue.Topic.Value, StringComparer.Ordinal)
            .ThenBy(item => item.Message.Delivery.Queue.Number).ThenBy(item => item.Message.Delivery.Offset),
    ];
}

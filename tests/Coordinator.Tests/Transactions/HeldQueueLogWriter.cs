using Coordinator.Contracts;
using Coordinator.Persistence.GroupCommit;
using Coordinator.Topics.Log;

namespace Coordinator.Tests.Transactions;

/// <summary>Holds the first write before or after it is stored, until the test releases it.</summary>
internal sealed class HeldQueueLogWriter(IQueueLogWriter inner, CommitStep step) : IQueueLogWriter
{
    private readonly TaskCompletionSource _released = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _reached = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _writes;

    /// <summary>Completes when the write is held.</summary>
    public Task Reached => _reached.Task;

    public void Release() => _released.TrySetResult();

    public void Write(QueueId queue, long after, IReadOnlyList<PlannedAppend> appends, Action<QueueLogWritten> ended)
    {
        if (Interlocked.Increment(ref _writes) > 1 || step is CommitStep.BeforeTheQueue)
            inner.Write(queue, after, appends, ended);
        else if (step is CommitStep.BeforeTheWrite)
            Hold(() => inner.Write(queue, after, appends, ended));
        else
            inner.Write(queue, after, appends, written => Hold(() => ended(written)));
    }

    public Task<EventBounds> RaiseAsync(QueueId queue, long firstKept) => inner.RaiseAsync(queue, firstKept);

    public Task CopyAsync(QueueId queue, ConsumerGroup group, QueueEntry entry) => inner.CopyAsync(queue, group, entry);

    public Task<long> DeleteAsync(QueueId queue, long after) => inner.DeleteAsync(queue, after);

    private void Hold(Action proceed)
    {
        _released.Task.ContinueWith(_ => proceed(), TaskScheduler.Default);
        _reached.TrySetResult();
    }
}

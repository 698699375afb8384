namespace Coordinator.Persistence.GroupCommit;

/// <summary>A write with a task that callers await.</summary>
internal abstract class AwaitedWrite : StoreWrite
{
    private readonly TaskCompletionSource _done = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public Task Done => _done.Task;

    protected sealed override void OnEnded(Exception? cause)
    {
        if (cause is null)
            _done.SetResult();
        else
            _done.SetException(cause);
    }
}

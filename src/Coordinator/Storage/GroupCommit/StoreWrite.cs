namespace Coordinator.Storage.GroupCommit;

/// <summary>Something that waits for the next commit.</summary>
internal abstract class StoreWrite
{
    // Continuations run where the group commit completes them: they only tell actors.
    private readonly TaskCompletionSource _done = new();

    public Task Done => _done.Task;

    /// <summary>It is durable. No effect once refused.</summary>
    public void Succeed() => _done.TrySetResult();

    /// <summary>Whether it is stored is unknown. No effect once refused.</summary>
    public void Fail(Exception cause) => _done.TrySetException(cause);
}

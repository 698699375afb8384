namespace Coordinator.Persistence.GroupCommit;

/// <summary>Something that waits for the next commit.</summary>
internal abstract class StoreWrite
{
    private int _hasEnded;

    /// <summary>It is durable. No effect once it has ended.</summary>
    public void Succeed() => End(cause: null);

    /// <summary>It is not known whether it is stored. No effect once it has ended.</summary>
    public void Fail(Exception cause) => End(cause);

    /// <summary>Called once, where the group commit is: must be quick.</summary>
    /// <param name="cause">Null when it is durable.</param>
    protected abstract void OnEnded(Exception? cause);

    private void End(Exception? cause)
    {
        if (Interlocked.Exchange(ref _hasEnded, 1) == 0)
            OnEnded(cause);
    }
}

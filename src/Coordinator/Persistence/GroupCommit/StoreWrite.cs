namespace Coordinator.Persistence.GroupCommit;

/// <summary>A write that waits for the next commit.</summary>
internal abstract class StoreWrite
{
    private int _hasEnded;

    /// <summary>Bytes of the rows to write, without their short columns.</summary>
    public virtual long Bytes => 0;

    /// <summary>Ends the write as durable. No effect after the end.</summary>
    public void Succeed() => End(cause: null);

    /// <summary>Ends the write with an error: whether it is stored is unknown. No effect after the end.</summary>
    public void Fail(Exception cause) => End(cause);

    /// <summary>Called once by the group commit. It must return quickly.</summary>
    /// <param name="cause">Error; <c>null</c> when the write is durable.</param>
    protected abstract void OnEnded(Exception? cause);

    private void End(Exception? cause)
    {
        if (Interlocked.Exchange(ref _hasEnded, 1) == 0)
            OnEnded(cause);
    }
}

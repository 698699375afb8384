namespace Coordinator.Edge;

/// <summary>
/// Frames of a connection that were read and not handled yet, limited in number and bytes. Akka's mailboxes have no limit, so a connection
/// is read only as fast as its frames are handled.
/// </summary>
internal sealed class InboundCredit(int maxFrames, long maxBytes)
{
    private readonly Lock _lock = new();
    private readonly Queue<int> _underWay = new();
    private TaskCompletionSource? _waiting;
    private long _bytes;

    private bool HasRoom => _underWay.Count < maxFrames && _bytes < maxBytes;

    /// <summary>Counts a frame that goes on to its actor.</summary>
    public void Take(int bytes)
    {
        lock (_lock)
        {
            _underWay.Enqueue(bytes);
            _bytes += bytes;
        }
    }

    /// <summary>Returns the credit of the oldest frame. Called once for each frame that was handled.</summary>
    public void Release()
    {
        TaskCompletionSource? waiting = null;
        lock (_lock)
        {
            if (_underWay.TryDequeue(out var bytes))
                _bytes -= bytes;
            if (HasRoom)
                (waiting, _waiting) = (_waiting, null);
        }

        waiting?.TrySetResult();
    }

    /// <summary>Forgets the frames that are under way, because their session or their connection has ended. A reader that waits goes on.</summary>
    public void Abandon()
    {
        TaskCompletionSource? waiting;
        lock (_lock)
        {
            _underWay.Clear();
            _bytes = 0;
            (waiting, _waiting) = (_waiting, null);
        }

        waiting?.TrySetResult();
    }

    /// <summary>Completes when there is room for another frame.</summary>
    public ValueTask WhenRoomAsync()
    {
        lock (_lock)
        {
            if (HasRoom)
                return ValueTask.CompletedTask;
            _waiting ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            return new ValueTask(_waiting.Task);
        }
    }
}

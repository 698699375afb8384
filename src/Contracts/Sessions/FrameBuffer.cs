namespace Coordinator.Contracts.Sessions;

/// <summary>
/// Fills frames without a timer. The first item of a frame requests a flush, which its owner sends to its own mailbox. Items that are in
/// the mailbox before it travel in the same frame, and a single item leaves at once.
/// </summary>
/// <param name="limits">Size at which a frame leaves before its flush.</param>
/// <param name="send">Puts a frame on the wire.</param>
/// <param name="requestFlush">Asks the owner to call <see cref="Flush" /> after what waits in its mailbox.</param>
internal sealed class FrameBuffer(FrameLimits limits, Action<Frame> send, Action requestFlush)
{
    private List<IFrameItem> _items = [];
    private long _bytes;
    private bool _isFlushRequested;

    public void Add(IFrameItem item)
    {
        var bytes = FrameItemSize.Of(item);
        if (_items.Count > 0 && _bytes + bytes > limits.Bytes)
            Send();
        _items.Add(item);
        _bytes += bytes;
        if (_items.Count >= limits.Items || _bytes >= limits.Bytes)
            Send();
        else
            RequestFlush();
    }

    /// <summary>Sends the items that wait. Called for each requested flush, and by an owner that ends.</summary>
    public void Flush()
    {
        _isFlushRequested = false;
        Send();
    }

    /// <summary>Takes the items that wait, for an owner that cannot send them now.</summary>
    public IReadOnlyList<IFrameItem> Take()
    {
        var items = _items;
        (_items, _bytes) = ([], 0);
        return items;
    }

    private void Send()
    {
        if (_items.Count > 0)
            send(new Frame(Take()));
    }

    private void RequestFlush()
    {
        if (_isFlushRequested)
            return;
        _isFlushRequested = true;
        requestFlush();
    }
}

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

    /// <exception cref="ArgumentException">
    /// The item is too large for any frame. Every item has limits of its own, so one of them was not checked.
    /// </exception>
    public void Add(IFrameItem item)
    {
        var bytes = FrameItemSize.Of(item);
        // Remoting would drop the frame, and the sender would wait for an answer.
        if (bytes > Frame.MaxBytes)
        {
            throw new ArgumentException(
                $"A {item.GetType().Name} of {bytes} bytes does not fit into a frame, which has at most {Frame.MaxBytes} bytes.", nameof(item));
        }

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

using Coordinator.Contracts;
using Coordinator.Contracts.Sessions;

namespace Coordinator.Participants.Link;

/// <summary>What waits for the next frame.</summary>
internal sealed class FrameBuffer
{
    /// <summary>A frame is sent at once when it holds that many items.</summary>
    public const int MaxItems = 128;

    /// <summary>
    /// A frame is sent at once when it is about that large; one item alone may be larger, up to a transaction's limit.
    /// </summary>
    public const int MaxBytes = 64 * 1024;

    private List<IFrameItem> _items = [];
    private int _bytes;

    public int Count => _items.Count;

    public bool IsFull => _items.Count >= MaxItems || _bytes >= MaxBytes;

    /// <summary>Whether this item should go into a frame after the one that is being filled.</summary>
    public bool WouldOverflow(int size) => _items.Count > 0 && _bytes + size > MaxBytes;

    public void Add(IFrameItem item, int size)
    {
        _items.Add(item);
        _bytes += size;
    }

    public Frame TakeFrame()
    {
        var frame = new Frame(_items);
        _items = [];
        _bytes = 0;
        return frame;
    }
}

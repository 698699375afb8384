using System.Diagnostics.CodeAnalysis;
using Coordinator.Contracts;
using Coordinator.Contracts.Checking;
using Coordinator.Contracts.Consuming;

namespace Coordinator.Participants.Link;

/// <summary>
/// What was said without a session and is worth saying in the next one. Commands are not among it: they are repeated from the
/// table of those in doubt; nor are subscriptions, which their consumers repeat.
/// </summary>
internal sealed class OfflineBuffer
{
    /// <summary>The oldest are given up first, which costs a redelivery or another check.</summary>
    public const int Max = 16_384;

    private readonly Queue<IFrameItem> _items = new();

    public void Hold(IFrameItem item)
    {
        if (item is not (Settle or CheckAnswer))
            return;
        if (_items.Count == Max)
        {
            _items.Dequeue();
            LinkMetrics.OfflineItemsDropped.Add(1);
        }

        _items.Enqueue(item);
    }

    public bool TryTake([NotNullWhen(true)] out IFrameItem? item) => _items.TryDequeue(out item);
}

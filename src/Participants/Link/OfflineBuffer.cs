using System.Diagnostics.CodeAnalysis;
using Coordinator.Contracts;
using Coordinator.Contracts.Checking;
using Coordinator.Contracts.Consuming;

namespace Coordinator.Participants.Link;

/// <summary>
/// Keeps items that were sent without a session, for the next one. It does not keep commands, which <see cref="PendingCommands" />
/// repeats, nor subscriptions, which their consumers repeat.
/// </summary>
internal sealed class OfflineBuffer
{
    /// <summary>Most items. The oldest are dropped first, which costs a redelivery or another check.</summary>
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

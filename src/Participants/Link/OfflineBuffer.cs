using System.Diagnostics.CodeAnalysis;
using Coordinator.Contracts;
using Coordinator.Contracts.Checking;
using Coordinator.Contracts.Consuming;
using Coordinator.Participants.Common;

namespace Coordinator.Participants.Link;

/// <summary>
/// Keeps items for the next session: settlements until it has their subscription, and answers to checks. It does not keep commands, which
/// <see cref="PendingCommands" /> repeats, nor subscriptions, which their consumers repeat.
/// </summary>
internal sealed class OfflineBuffer
{
    /// <summary>Most items of each kind. The oldest are dropped first, which costs a redelivery or another check.</summary>
    public const int Max = 16_384;

    private readonly Queue<IFrameItem> _answers = new();
    private readonly Queue<Settle> _settlements = new();

    public void Hold(IFrameItem item)
    {
        if (item is Settle settle)
            Hold(_settlements, settle);
        else if (item is CheckAnswer)
            Hold(_answers, item);
    }

    /// <summary>Takes the next answer to a check.</summary>
    public bool TryTake([NotNullWhen(true)] out IFrameItem? item) => _answers.TryDequeue(out item);

    /// <summary>Takes all settlements of a subscription.</summary>
    public IReadOnlyList<Settle> Take(SubscriptionKey subscription)
    {
        var taken = new List<Settle>();
        for (var left = _settlements.Count; left > 0; left--)
        {
            var settle = _settlements.Dequeue();
            if (KeyOf(settle) == subscription)
                taken.Add(settle);
            else
                _settlements.Enqueue(settle);
        }

        return taken;
    }

    public static SubscriptionKey KeyOf(Settle settle) => new(settle.Delivery.Group, settle.Delivery.Queue.Topic);

    private static void Hold<T>(Queue<T> items, T item)
    {
        if (items.Count == Max)
        {
            items.Dequeue();
            LinkMetrics.OfflineItemsDropped.Add(1);
        }

        items.Enqueue(item);
    }
}

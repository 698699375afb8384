using Coordinator.Contracts;
using Coordinator.Recovery;
using Coordinator.Transactions;

namespace Coordinator.Retention.Removals;

/// <summary>Finds the transactions that are open, or committed and not complete, and have messages for a topic.</summary>
internal sealed class TopicSenders(OpenTransactionIndex index, ITransactionHistory history)
{
    /// <summary>Transactions that are named at most.</summary>
    public const int MostNamed = 100;

    private const int Page = 1_000;

    /// <summary>Finds them, the oldest first. One that cannot be read counts.</summary>
    public async Task<IReadOnlyList<OpenTransaction>> OfAsync(Topic topic, CancellationToken ct)
    {
        var found = new List<OpenTransaction>();
        await foreach (var open in AllAsync(ct))
        {
            var read = await history.ReadAsync(open.Id);
            var messages = read.Events.OfType<TransactionPrepared>().LastOrDefault()?.Messages;
            if (messages is null ? read.Unreadable is not null : messages.Any(routed => routed.Message.Topic == topic))
                found.Add(open);
            if (found.Count == MostNamed)
                break;
        }

        return found;
    }

    /// <summary>Finds the open transactions of a producer group.</summary>
    public async Task<IReadOnlyList<OpenTransaction>> OfAsync(ProducerGroup group, CancellationToken ct)
    {
        var found = new List<OpenTransaction>();
        await foreach (var open in AllAsync(ct))
        {
            if (open.Group == group && open.Phase is not OpenPhase.Committed)
                found.Add(open);
            if (found.Count == MostNamed)
                break;
        }

        return found;
    }

    private async IAsyncEnumerable<OpenTransaction> AllAsync([System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken ct)
    {
        var end = await index.HighestOrderingAsync(ct);
        long? next = 0;
        while (next is { } place)
        {
            var page = await index.ReadAsync(place, end, Page, ct);
            foreach (var open in page.Open)
                yield return open;
            next = page.ReadTo;
        }
    }
}

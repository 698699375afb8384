using Coordinator.Administration;
using Coordinator.Contracts;
using Coordinator.Delivery.Common;
using Coordinator.Delivery.DeadLetters;
using Coordinator.Persistence;
using Coordinator.Recovery;
using Coordinator.Retention;
using Coordinator.Testing.Node;
using Coordinator.Topics.Catalog;
using Coordinator.Topics.Log;
using Coordinator.Transactions;
using Microsoft.Extensions.DependencyInjection;

namespace Coordinator.Testing.Captured;

/// <summary>Reads what a node has stored, and what its groups are doing.</summary>
internal sealed class NodeView(TestNode node)
{
    private const int Page = 1_000;

    private readonly Entities _entities = node.Services.GetRequiredService<Entities>();
    private readonly ITopicCatalog _catalog = node.Services.GetRequiredService<ITopicCatalog>();
    private readonly TransactionTimeline _timeline = node.Services.GetRequiredService<TransactionTimeline>();
    private readonly JournalQueueLogReader _log = JournalQueueLogReader.Of(node.System);
    private readonly OpenTransactionIndex _index = new(node.Services.GetRequiredService<Database>());
    private readonly TransactionScan _scan = new(node.Services.GetRequiredService<Database>());

    public async Task<IReadOnlyList<CapturedMessage>> MessagesAsync(Topic? only, CancellationToken ct)
    {
        var found = new List<CapturedMessage>();
        foreach (var topic in await TopicsAsync(ct))
        {
            if (only is null || topic.Topic == only)
            {
                foreach (var queue in QueuesOf(topic))
                    await ReadAsync(queue, found, ct);
            }
        }

        return [.. found.OrderBy(message => message.CommittedAt).ThenBy(message => message.Id.Transaction.Value, StringComparer.Ordinal).ThenBy(message => message.Id.Index)];
    }

    public async Task<IReadOnlyList<CapturedTransaction>> TransactionsAsync(CancellationToken ct)
    {
        var found = new List<CapturedTransaction>();
        var after = 0L;
        while (await _scan.ReadAsync(FirstEventKind.Prepare, after, Page, ct) is { Count: > 0 } page)
        {
            after = page[^1].Ordering;
            foreach (var first in page)
            {
                var of = await _timeline.DescribeAsync(TransactionJournal.IdOf(first.PersistenceId));
                found.Add(new CapturedTransaction(
                    of.Id, of.Phase, of.Group, [.. of.Timeline.Select(entry => new CapturedEvent(entry.At, entry.Kind, entry.Who, entry.Detail))]));
            }
        }

        return found;
    }

    public async Task<IReadOnlyList<CapturedDeadLetter>> DeadLettersAsync(CancellationToken ct)
    {
        var found = new List<CapturedDeadLetter>();
        var topics = await TopicsAsync(ct);
        foreach (var group in topics.SelectMany(topic => topic.Groups).Distinct())
        {
            var after = 0L;
            while (await _entities.AskAsync<DeadLetterPage>(new ListDeadLetters(group, after, Page), ct) is { Letters.Count: > 0 } page)
            {
                after = page.Letters[^1].Number;
                found.AddRange(page.Letters.Select(letter =>
                    new CapturedDeadLetter(group, letter.Message, letter.Queue.Topic, letter.Attempts, letter.Reason)));
            }
        }

        return found;
    }

    /// <summary>Position of the last event in the journal. While it stays, nothing was written.</summary>
    public Task<long> PositionAsync(CancellationToken ct) => _index.HighestOrderingAsync(ct);

    /// <summary>Reads the open transactions up to a position.</summary>
    public async Task<IReadOnlyList<OpenTransaction>> OpenAsync(long upTo, CancellationToken ct)
    {
        var open = new List<OpenTransaction>();
        for (long? after = 0; after is { } from;)
        {
            var page = await _index.ReadAsync(from, upTo, Page, ct);
            open.AddRange(page.Open);
            after = page.ReadTo;
        }

        return open;
    }

    /// <summary>Describes every consumer group in every queue that it has subscribed to.</summary>
    public async Task<IReadOnlyList<GroupDescription>> GroupsAsync(CancellationToken ct)
    {
        var asked = from topic in await TopicsAsync(ct) from queue in QueuesOf(topic) from consumers in topic.Groups select new DescribeGroup(queue, consumers);
        var described = await Task.WhenAll(asked.Select(ask => _entities.AskAsync<GroupDescription>(ask, ct)));
        return [.. described.Where(group => group.Known)];
    }

    /// <summary>Finds out whether every queue of a topic has a consumer of an instance or any.</summary>
    public async Task<bool> HasConsumersAsync(Topic topic, ConsumerGroup group, CancellationToken ct)
    {
        if (await _catalog.FindAsync(topic, ct) is not { } found || !found.Groups.Contains(group))
            return false;
        var described = await Task.WhenAll(QueuesOf(found).Select(queue => _entities.AskAsync<GroupDescription>(new DescribeGroup(queue, group), ct)));
        return described.All(queue => queue.Known && queue.Members.Count > 0);
    }

    private async Task<IReadOnlyList<TopicDescription>> TopicsAsync(CancellationToken ct)
    {
        var found = await Task.WhenAll((await _catalog.ListAsync(ct)).Select(topic => _catalog.FindAsync(topic, ct)));
        return [.. found.OfType<TopicDescription>()];
    }

    private async Task ReadAsync(QueueId queue, List<CapturedMessage> found, CancellationToken ct)
    {
        var bounds = await _log.BoundsAsync(queue, ct);
        for (var from = Math.Max(bounds.FirstKept, 1); from <= bounds.Highest;)
        {
            var entries = await _log.ReadPageAsync(queue, from, bounds.Highest, ct);
            if (entries.Count == 0)
                return;
            found.AddRange(entries.Select(entry => new CapturedMessage(entry.Id, entry.Message, queue, entry.Offset, entry.CommittedAt)));
            from = entries[^1].Offset + 1;
        }
    }

    private static IEnumerable<QueueId> QueuesOf(TopicDescription topic) =>
        Enumerable.Range(0, topic.QueueCount).Select(number => new QueueId(topic.Topic, number));
}
